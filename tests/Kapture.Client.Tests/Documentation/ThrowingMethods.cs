using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Kapture.Tests;

/// <summary>
/// Which methods of an assembly throw a kind of exception, themselves or through what they call. Read from the code: a
/// method throws that makes such an exception and has a throw, and whoever calls it, or makes a delegate of it, and does
/// not catch what comes of it.
/// </summary>
internal sealed class ThrowingMethods
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> _opCodes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly HashSet<MethodBase> _throwing = [];

    public ThrowingMethods(Assembly assembly, Type exception)
    {
        var methods = assembly.GetTypes().Where(type => type != exception).SelectMany(type => type.GetMembers(All)).OfType<MethodBase>().ToArray();
        var callers = methods.ToDictionary(method => method, _ => new List<MethodBase>());
        var found = new Queue<MethodBase>();
        foreach (var method in methods)
        {
            var (calls, throws) = Read(method, exception);
            if (throws && calls.Exists(call => IsMaker(call, exception)))
                found.Enqueue(method);
            foreach (var call in calls)
            {
                if (callers.TryGetValue(call, out var known))
                    known.Add(method);
            }

            // Who calls a virtual method may come to any that overrides it.
            if (method is MethodInfo { IsVirtual: true } info && info.GetBaseDefinition() is { } root && root != method && callers.ContainsKey(root))
                callers[method].Add(root);
        }

        while (found.TryDequeue(out var method))
        {
            if (!_throwing.Add(method))
                continue;
            foreach (var caller in callers[method])
                found.Enqueue(caller);
        }
    }

    public bool Contains(MethodBase? method) => method is not null && _throwing.Contains(method);

    private static bool IsMaker(MethodBase call, Type exception) =>
        (call is ConstructorInfo && call.DeclaringType == exception) || (call is MethodInfo method && method.ReturnType == exception);

    private static (List<MethodBase> Calls, bool Throws) Read(MethodBase method, Type exception)
    {
        var calls = new List<MethodBase>();
        var found = new List<(int At, MethodBase Call)>();
        var thrown = new List<int>();

        // What is awaited or yielded stands in a class of its own.
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
            calls.Add(machine.StateMachineType.GetMethod("MoveNext", All)!);
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code)
            return (calls, false);
        for (var i = 0; i < code.Length;)
        {
            var value = code[i] == 0xFE ? (short)((code[i] << 8) | code[i + 1]) : code[i];
            var operation = _opCodes[value];
            i += operation.Size;
            if (operation == OpCodes.Throw || operation == OpCodes.Rethrow)
                thrown.Add(i);
            if (operation.OperandType is OperandType.InlineMethod && Resolve(method, BitConverter.ToInt32(code, i)) is { } call)
                found.Add((i, call));
            i += SizeOf(operation.OperandType, code, i);
        }

        // A handler that awaits stands behind its block, and throws again from there.
        var mayThrowLater = found.Exists(one => one.Call.DeclaringType == typeof(ExceptionDispatchInfo));
        var swallowing = body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause && clause.CatchType == exception && !mayThrowLater
            && !thrown.Exists(at => at >= clause.HandlerOffset && at <= clause.HandlerOffset + clause.HandlerLength)).ToArray();
        calls.AddRange(found.Where(one => !Array.Exists(swallowing, clause => one.At >= clause.TryOffset && one.At < clause.TryOffset + clause.TryLength)).Select(one => one.Call));
        return (calls, thrown.Count > 0);
    }

    // A method of a generic type, or a generic method, is the one that was written.
    private static MethodBase? Resolve(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var call = method.Module.ResolveMethod(token, typeArguments, methodArguments);
        return call?.Module == method.Module ? call.Module.ResolveMethod(call.MetadataToken) : call;
    }

    private static int SizeOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
