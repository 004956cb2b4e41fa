using System.Collections.ObjectModel;
using System.Text.Json;

namespace Kapture;

/// <summary>
/// What the answer to a request of the caller's own means. The service's failures are what they are everywhere; but what
/// has no method may answer in any shape, so that a status of 2xx is a success unless the body says otherwise.
/// </summary>
internal static class RequestAnswer
{
    private const string Success = "success";

    /// <summary>Reads an answer as plain values: see <see cref="AnswerTree"/>.</summary>
    /// <exception cref="KaptureException">The answer is a failure, or no JSON.</exception>
    public static object? Read(KaptureReply reply)
    {
        object? content = null;
        var isRead = false;
        var answer = AnswerRules.Read(reply, 0, (reply, _) =>
        {
            content = AnswerTree.Read(reply.Body);
            isRead = true;
            return Judge(content, IsOk(reply));
        });

        // What is only nearly JSON holds no more than these two.
        return isRead ? content : AdditionalPropertyBag.From(new Dictionary<string, object?> { ["message"] = answer.Message, ["status"] = answer.Status });
    }

    /// <summary>Reads an answer as the text that came.</summary>
    /// <exception cref="KaptureException">The answer is a failure, or no JSON under another status than 2xx.</exception>
    public static string ReadText(KaptureReply reply)
    {
        AnswerRules.Read(reply, 0, static (reply, _) =>
        {
            try
            {
                return Judge(AnswerTree.Read(reply.Body), IsOk(reply));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException && IsOk(reply))
            {
                // Nearly JSON may still be a failure; what is no JSON at all says nothing, and is what was asked for.
                return FlatAnswer.Read(reply.Body) ?? new ServiceAnswer { Status = Success };
            }
        });
        return Text.FromUtf8(reply.Body).TrimStart('\uFEFF');
    }

    private static bool IsOk(KaptureReply reply) => reply.StatusCode is >= 200 and < 300;

    private static ServiceAnswer Judge(object? content, bool isOk)
    {
        var answer = new ServiceAnswer();
        if (content is ReadOnlyDictionary<string, object?> root)
        {
            var message = Member(root, "message");
            answer.Message = message as string ?? Member(root, "Customer Details") as string ?? Member(root, "error") as string;
            answer.Status = StatusOf(Member(root, "status"));
            if (answer.Status is null && message is ReadOnlyDictionary<string, object?> record)
            {
                answer.Status = StatusOf(Member(record, "status"));
                if (SaysFailure(answer.Status))
                    answer.Message ??= Member(record, "message") as string;
            }

            // The second of a name has got another.
            var again = StatusOf(Member(root, "status_2"));
            answer.IsContradictory = (IsSuccess(answer.Status) && SaysFailure(again)) || (SaysFailure(answer.Status) && IsSuccess(again));
            if (Member(root, "customer") is ReadOnlyDictionary<string, object?> written)
                answer.Result = StatusOf(Member(written, "result")) is { } result && bool.TryParse(result, out var isDone) ? isDone : null;
        }

        // Of an answer in a shape of its own, "Open" may be the status of a ticket.
        if (isOk && !SaysFailure(answer.Status) && !AnswerRules.SaysKeyRefused(IsSuccess(answer.Status) ? null : answer.Message))
            answer.Status = Success;
        return answer;
    }

    private static bool IsSuccess(string? status) => string.Equals(status?.Trim(), Success, StringComparison.OrdinalIgnoreCase);

    private static bool SaysFailure(string? status) => status?.Trim() is { } words
        && (words.StartsWith("fail", StringComparison.OrdinalIgnoreCase) || words.StartsWith("error", StringComparison.OrdinalIgnoreCase) || words.Equals("false", StringComparison.OrdinalIgnoreCase));

    private static string? StatusOf(object? value) => value switch
    {
        string text => text,
        false => "false",
        true => "true",
        _ => null,
    };

    private static object? Member(ReadOnlyDictionary<string, object?> members, string name) => members.TryGetValue(name, out var value) ? value : null;
}
