import ts from 'typescript';
import type { Entry, Member } from './model';

/**
 * What a module exports, with its docstrings.
 *
 * @param entryFile the module, absolute
 * @param options the compiler's
 * @throws Error where the compiler can't find the module
 */
export function readReference(entryFile: string, options: ts.CompilerOptions): Entry[] {
  const program = ts.createProgram([entryFile], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entryFile);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) {
    throw new Error(`${entryFile} is not a module that the compiler can read`);
  }
  return checker
    .getExportsOfModule(module)
    .map((symbol) =>
      readEntry(checker, symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readEntry(checker: ts.TypeChecker, symbol: ts.Symbol): Entry {
  const declaration = symbol.declarations?.[0];
  if (!declaration) {
    throw new Error(`${symbol.name} is declared nowhere`);
  }
  const tags = readTags(checker, symbol);
  return {
    name: symbol.name,
    ...kindAndType(checker, declaration),
    doc: readDoc(checker, symbol),
    see: tags.see,
    members: readMembers(checker, symbol, declaration),
  };
}

function kindAndType(checker: ts.TypeChecker, declaration: ts.Declaration): Pick<Entry, 'kind' | 'type'> {
  if (ts.isClassDeclaration(declaration)) return { kind: 'class', type: '' };
  if (ts.isInterfaceDeclaration(declaration)) return { kind: 'interface', type: '' };
  if (ts.isTypeAliasDeclaration(declaration)) return { kind: 'type', type: oneLine(declaration.type.getText()) };
  if (ts.isFunctionDeclaration(declaration)) return { kind: 'function', type: signature(declaration) };
  return { kind: 'constant', type: checker.typeToString(checker.getTypeAtLocation(declaration)) };
}

function readMembers(checker: ts.TypeChecker, symbol: ts.Symbol, declaration: ts.Declaration): Member[] {
  if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) {
    return [];
  }
  return checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
    .filter(isOurs)
    .map((member) => readMember(checker, member));
}

/** Leaves out what only this package may use, and what comes from a dependency's base class. */
function isOurs(member: ts.Symbol): boolean {
  const declaration = member.declarations?.[0];
  return (
    declaration !== undefined &&
    !declaration.getSourceFile().isDeclarationFile &&
    !(ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) &&
    !ts.getJSDocTags(declaration).some((tag) => tag.tagName.text === 'internal')
  );
}

function readMember(checker: ts.TypeChecker, member: ts.Symbol): Member {
  const declaration = member.declarations?.[0];
  const method = declaration !== undefined && ts.isMethodDeclaration(declaration);
  const typed = declaration as ts.PropertySignature | ts.PropertyDeclaration | ts.GetAccessorDeclaration;
  return {
    name: member.name,
    type: method ? signature(declaration) : oneLine(typed.type?.getText() ?? ''),
    optional: (member.flags & ts.SymbolFlags.Optional) !== 0,
    kind: method ? 'method' : 'property',
    doc: readDoc(checker, member),
    ...readTags(checker, member),
  };
}

function signature(declaration: ts.FunctionDeclaration | ts.MethodDeclaration): string {
  const parameters = declaration.parameters.map((parameter) => parameter.getText()).join(', ');
  return oneLine(`(${parameters}): ${declaration.type?.getText() ?? 'void'}`);
}

function readDoc(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  return plain(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
}

function readTags(checker: ts.TypeChecker, symbol: ts.Symbol): Pick<Member, 'default' | 'see'> {
  const tags = symbol.getJsDocTags(checker);
  const texts = (name: string): string[] =>
    tags.filter((tag) => tag.name === name).map((tag) => plain(ts.displayPartsToString(tag.text)));
  return { default: texts('default')[0], see: texts('see') };
}

/** A docstring as Markdown on one line: links to names become code. */
function plain(text: string): string {
  return oneLine(text.replace(/\{@link ([^}]+?)\s*\}/g, '`$1`'));
}

function oneLine(text: string): string {
  return text
    .replace(/\/\*\*?.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .trim();
}
