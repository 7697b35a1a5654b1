import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { ReadOperation } from './operation.ts';

const names = new WeakMap<object, string>();

/**
 * Names an operation by its root field, of which there are only as many as the schema has: what a client calls its own
 * operations would make labels without end. The name is kept with the document.
 */
export function nameOperation({ document, operation }: ReadOperation): string {
  let name = names.get(operation);
  if (name === undefined) {
    name = nameOf(rootFields(document, operation.selectionSet));
    names.set(operation, name);
  }
  return name;
}

/** Every name that there can be. */
export function operationNames(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return [...roots.flatMap((root) => Object.keys(root?.getFields() ?? {})), 'several', 'introspection', 'invalid'];
}

function nameOf(fields: ReadonlySet<string>): string {
  const own = [...fields].filter((field) => !field.startsWith('__'));
  if (own.length === 0) {
    return 'introspection';
  }
  return own.length === 1 ? String(own[0]) : 'several';
}

function rootFields(document: DocumentNode, selectionSet: SelectionSetNode): Set<string> {
  const fields = new Set<string>();
  const entered = new Set<string>();

  function collect({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        fields.add(selection.name.value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!entered.has(selection.name.value)) {
        entered.add(selection.name.value);
        const fragment = fragmentOf(document, selection.name.value);
        fragment && collect(fragment.selectionSet);
      }
    }
  }

  collect(selectionSet);
  return fields;
}

function fragmentOf({ definitions }: DocumentNode, name: string): FragmentDefinitionNode | undefined {
  return definitions.find(
    (definition): definition is FragmentDefinitionNode =>
      definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  );
}
