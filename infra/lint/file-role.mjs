import { basename } from 'node:path';

/** The file suffix and the class name that each decorator requires. */
const roles = {
  Controller: { suffix: '.controller.ts', className: /Controller$/ },
  Module: { suffix: '.module.ts', className: /Module$/ },
  Entity: { suffix: '.entity.ts', className: /^[A-Z]/ },
};

/** The class name that each file suffix requires. */
const named = {
  '.consumer.ts': /Consumer$/,
  '.config.ts': /Config$/,
  '.migration.ts': /\d{13}$/,
};

const decoratorName = ({ expression }) =>
  expression.type === 'CallExpression' ? expression.callee.name : expression.name;

/** Requires that the suffix of a file matches the role of its class. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      suffix: 'A class with @{{decorator}} belongs in a file named *{{suffix}}.',
      className: "Rename '{{name}}': a class in *{{suffix}} must match {{pattern}}.",
    },
  },
  create(context) {
    const file = basename(context.filename);
    return {
      ClassDeclaration(node) {
        for (const decorator of node.decorators ?? []) {
          const name = decoratorName(decorator);
          const role = roles[name];
          if (!role) continue;
          if (!file.endsWith(role.suffix))
            context.report({ node, messageId: 'suffix', data: { decorator: name, suffix: role.suffix } });
          else if (!role.className.test(node.id.name))
            context.report({
              node,
              messageId: 'className',
              data: { name: node.id.name, suffix: role.suffix, pattern: String(role.className) },
            });
        }
        for (const [suffix, pattern] of Object.entries(named)) {
          if (!file.endsWith(suffix) || node.parent.type !== 'ExportNamedDeclaration' || pattern.test(node.id.name))
            continue;
          context.report({
            node,
            messageId: 'className',
            data: { name: node.id.name, suffix, pattern: String(pattern) },
          });
        }
      },
    };
  },
};
