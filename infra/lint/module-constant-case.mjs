const capitals = /^[A-Z][A-Z0-9_]*$/;

/** Whether the expression is a primitive value that is known before the program runs. */
function isPrimitive(node) {
  switch (node?.type) {
    case 'Literal':
      return !node.regex && node.value !== null;
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    case 'UnaryExpression':
      return isPrimitive(node.argument);
    case 'BinaryExpression':
      return isOperand(node.left) && isOperand(node.right);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isPrimitive(node.expression);
    default:
      return false;
  }
}

const isOperand = (node) => isPrimitive(node) || (node.type === 'Identifier' && capitals.test(node.name));

const composites = new Set([
  'ArrayExpression',
  'ObjectExpression',
  'ArrowFunctionExpression',
  'FunctionExpression',
  'ClassExpression',
  'NewExpression',
]);

const isComposite = (node) =>
  node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression'
    ? isComposite(node.expression)
    : composites.has(node.type) || (node.type === 'Literal' && node.regex !== undefined);

/** Module constants of primitive values are written in capitals, and nothing else is. */
export default {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      capitals: "'{{name}}' is a module constant of a primitive value: write it in SCREAMING_CASE.",
      camelCase: "'{{name}}' is not a primitive value: write it in camelCase.",
    },
  },
  create(context) {
    const check = (statement) => {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') return;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier' || !init) continue;
        const isInCapitals = capitals.test(id.name);
        if (isPrimitive(init) && !isInCapitals)
          context.report({ node: id, messageId: 'capitals', data: { name: id.name } });
        if (isInCapitals && isComposite(init))
          context.report({ node: id, messageId: 'camelCase', data: { name: id.name } });
      }
    };
    return { Program: (program) => program.body.forEach(check) };
  },
};
