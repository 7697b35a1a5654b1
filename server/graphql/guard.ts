import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { fieldOf, isGuarded } from './guarded-fields.ts';

/** Whether an operation needs a signed-in user, by what is known without its variables. */
export type Verdict = 'never' | 'always' | 'by variables';

/**
 * Judges an operation as a whole: through fragments and aliases, every field and type that is marked `@authenticated`.
 * A field of an interface counts where any implementation's does. The verdict may be kept with the document.
 */
export function judgeOperation(schema: GraphQLSchema, document: DocumentNode, operation: Operation): Verdict {
  const possible = (condition: boolean | string) => condition !== false;
  if (!findGuardedField(schema, document, operation, possible)) {
    return 'never';
  }
  const certain = (condition: boolean | string) => condition === true;
  return findGuardedField(schema, document, operation, certain) ? 'always' : 'by variables';
}

/** Answers whether an operation that is judged `by variables` needs a signed-in user with these. In doubt it does. */
export function needsViewer(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: Operation,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const values = { ...defaultsOf(operation), ...variables };
  return findGuardedField(schema, document, operation, (condition, keeps) =>
    // The executor and a plain object differ about names like __proto__; no honest client has one.
    typeof condition === 'string' ? condition.startsWith('__') || values[condition] !== !keeps : condition,
  );
}

type Operation = OperationDefinitionNode;

/** Decides on a @skip or @include: by its literal outcome, or by its variable and the value that keeps the selection. */
type Decide = (condition: boolean | string, keeps: boolean) => boolean;

function findGuardedField(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: Operation,
  decide: Decide,
): boolean {
  const root = schema.getRootType(operation.operation);
  return root ? new Walk(schema, document, decide).findsIn(operation.selectionSet, root) : false;
}

/** One walk through an operation. Each fragment is entered once, so that its cost is the document's length at most. */
class Walk {
  private readonly entered = new Set<string>();
  private readonly schema: GraphQLSchema;
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly decide: Decide;

  constructor(schema: GraphQLSchema, document: DocumentNode, decide: Decide) {
    this.schema = schema;
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.decide = decide;
  }

  findsIn({ selections }: SelectionSetNode, parent: GraphQLCompositeType): boolean {
    return selections.some((selection) => this.isKept(selection.directives) && this.findsAt(selection, parent));
  }

  private findsAt(selection: SelectionNode, parent: GraphQLCompositeType): boolean {
    switch (selection.kind) {
      case Kind.FIELD: {
        const name = selection.name.value;
        const type = getNamedType(fieldOf(parent, name)?.type);
        return (
          isGuarded(this.schema, parent, name) ||
          (selection.selectionSet !== undefined && isCompositeType(type) && this.findsIn(selection.selectionSet, type))
        );
      }
      case Kind.INLINE_FRAGMENT:
        return this.findsIn(selection.selectionSet, this.typeOf(selection.typeCondition?.name.value) ?? parent);
      case Kind.FRAGMENT_SPREAD:
        return this.findsInFragment(selection.name.value);
    }
  }

  private findsInFragment(name: string): boolean {
    if (this.entered.has(name)) {
      return false;
    }
    this.entered.add(name);
    const fragment = this.fragments.get(name);
    const type = this.typeOf(fragment?.typeCondition.name.value);
    return fragment !== undefined && type !== undefined && this.findsIn(fragment.selectionSet, type);
  }

  private isKept(directives: readonly DirectiveNode[] = []): boolean {
    return directives.every(({ name: { value: name }, arguments: args }) => {
      const condition = args?.find((argument) => argument.name.value === 'if')?.value;
      if (!condition || (name !== 'skip' && name !== 'include')) {
        return true;
      }
      const keeps = name === 'include';
      return this.decide(outcomeOf(condition, keeps), keeps);
    });
  }

  private typeOf(name: string | undefined): GraphQLCompositeType | undefined {
    const type: GraphQLNamedType | undefined = name === undefined ? undefined : this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function outcomeOf(condition: ValueNode, keeps: boolean): boolean | string {
  if (condition.kind === Kind.BOOLEAN) {
    return condition.value === keeps;
  }
  return condition.kind === Kind.VARIABLE ? condition.name.value : true;
}

function defaultsOf({ variableDefinitions = [] }: Operation): Record<string, boolean> {
  const defaults: Record<string, boolean> = {};
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue?.kind === Kind.BOOLEAN) {
      defaults[variable.name.value] = defaultValue.value;
    }
  }
  return defaults;
}
