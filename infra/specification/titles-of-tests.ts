import ts from 'typescript';

/** The name at the root of a call: `it` of `it.each(rows)('…')`. A skipped or planned test shows nothing. */
function rootName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee)) {
    return ['skip', 'todo', 'failing'].includes(callee.name.text) ? '' : rootName(callee.expression);
  }
  if (ts.isCallExpression(callee)) return rootName(callee.expression);
  return ts.isTaggedTemplateExpression(callee) ? rootName(callee.tag) : '';
}

/** `it('…')`, not `it.each('…')`, whose argument is a table. */
const isTest = (call: ts.CallExpression): boolean =>
  ['it', 'test'].includes(rootName(call.expression)) &&
  !(ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'each');

/** The titles of the tests in a spec; those of `it.each` and of template literals are their templates. */
export function titlesOfTests(file: string, text: string): Set<string> {
  const titles = new Set<string>();
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node)) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.add(title.text);
      if (title && ts.isTemplateExpression(title)) titles.add(title.getText(source).slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}
