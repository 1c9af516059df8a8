import ts from 'typescript';

const mostMethods = 12;

/** Interfaces that ask more of whoever stands behind them than one idea needs. What they inherit counts. */
export function wideInterfaces(program: ts.Program, except: readonly string[] = []): readonly string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of program.getSourceFiles()) {
    const look = (node: ts.Node): void => {
      if (ts.isInterfaceDeclaration(node) && !except.includes(node.name.text)) {
        const methods = methodsOf(checker, node);
        if (methods > mostMethods) {
          found.push(
            `${file.fileName}: the interface ${node.name.text} has ${String(methods)} methods, inherited ones counted; ${String(mostMethods)} are the most. Split it by who needs what.`,
          );
        }
      }
      ts.forEachChild(node, look);
    };
    look(file);
  }
  return found;
}

function methodsOf(checker: ts.TypeChecker, node: ts.InterfaceDeclaration): number {
  const type = checker.getTypeAtLocation(node.name);
  return type.getProperties().filter((member) => isMethod(checker, member, node)).length;
}

/** A property that holds a function is one as well. */
function isMethod(checker: ts.TypeChecker, member: ts.Symbol, at: ts.Node): boolean {
  if ((member.flags & ts.SymbolFlags.Method) !== 0) return true;
  const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(member, at));
  return type.getCallSignatures().length > 0;
}
