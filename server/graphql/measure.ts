import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isCompositeType,
  isIntrospectionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { codedError } from './errors.ts';
import { compositeOf, isList, typeOfField } from './field-types.ts';
import { takesCredential } from './guarded-fields.ts';

/** What an operation or a fragment comes to when all that it spreads is written out. */
export interface Measure {
  /** Levels of fields. */
  depth: number;
  aliases: number;
  directives: number;
  /** Fields: those of a list's items ten times, and one that is written again as often as it was before, too. */
  cost: number;
  /** Fields that are marked `credential`. @skip and @include don't matter: a variable would hide a login from the count. */
  credentials: number;
}

/** How many items a list is taken to have. */
const LIST = 10;

/**
 * Measures every operation and fragment of a document, also of one that isn't valid. Each fragment is measured once, and
 * its numbers are added wherever it is spread: fragments that double at every level stand for an answer of any size, and
 * cost no more than the document's length here. @throws GRAPHQL_VALIDATION_FAILED where fragments spread each other in a circle
 */
export function measureDocument(schema: GraphQLSchema, document: DocumentNode): Measure[] {
  const walk = new Walk(schema, document);
  // Fragments for themselves, too: validation compares the fields of those that nobody spreads.
  return document.definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OPERATION_DEFINITION:
        return walk.ofOperation(definition);
      case Kind.FRAGMENT_DEFINITION:
        return walk.ofFragment(definition);
      default:
        return [];
    }
  });
}

type Parent = GraphQLCompositeType | undefined;

const NOTHING: Readonly<Measure> = { depth: 0, aliases: 0, directives: 0, cost: 0, credentials: 0 };

class Walk {
  private readonly schema: GraphQLSchema;
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  /** Null while a fragment is being measured. */
  private readonly measures = new Map<FragmentDefinitionNode, Readonly<Measure> | null>();

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode) {
    this.schema = schema;
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.fragments.set(definition.name.value, definition);
      }
    }
  }

  ofOperation({ operation, selectionSet, directives, variableDefinitions = [] }: OperationDefinitionNode): Measure {
    const measure = this.ofSelections(selectionSet, this.schema.getRootType(operation) ?? undefined);
    measure.directives += variableDefinitions.reduce((sum, one) => sum + count(one.directives), count(directives));
    return measure;
  }

  ofFragment(fragment: FragmentDefinitionNode): Readonly<Measure> {
    const known = this.measures.get(fragment);
    if (known === null) {
      throw codedError('GRAPHQL_VALIDATION_FAILED', 'The fragments spread each other in a circle.');
    }
    if (known) {
      return known;
    }
    this.measures.set(fragment, null);
    const measure = this.ofSelections(fragment.selectionSet, this.typeOf(fragment.typeCondition.name.value));
    measure.directives += count(fragment.directives);
    this.measures.set(fragment, measure);
    return measure;
  }

  private ofSelections({ selections }: SelectionSetNode, parent: Parent): Measure {
    const total = { ...NOTHING };
    const written = new Map<string, number>();
    for (const selection of selections) {
      const { depth, aliases, directives, cost, credentials } = this.ofSelection(selection, parent);
      total.depth = Math.max(total.depth, depth);
      total.aliases += aliases;
      total.directives += directives + count(selection.directives);
      total.cost += cost + (selection.kind === Kind.FIELD ? countAgain(written, selection) : 0);
      total.credentials += credentials;
    }
    return total;
  }

  private ofSelection(selection: SelectionNode, parent: Parent): Readonly<Measure> {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.ofField(selection, parent);
      case Kind.INLINE_FRAGMENT: {
        const name = selection.typeCondition?.name.value;
        return this.ofSelections(selection.selectionSet, name === undefined ? parent : this.typeOf(name));
      }
      case Kind.FRAGMENT_SPREAD: {
        const fragment = this.fragments.get(selection.name.value);
        return fragment ? this.ofFragment(fragment) : NOTHING;
      }
    }
  }

  private ofField({ name: { value: name }, alias, selectionSet }: FieldNode, parent: Parent): Measure {
    const type = parent && typeOfField(parent, name);
    const measure = selectionSet ? this.ofSelections(selectionSet, compositeOf(type)) : { ...NOTHING };
    // The schema answers from memory, and wraps a type in others: GraphiQL asks nine levels deep for `[[Int!]!]!`.
    const isAboutSchema = parent !== undefined && isIntrospectionType(parent);
    measure.depth += isAboutSchema && name === 'ofType' ? 0 : 1;
    measure.cost = 1 + measure.cost * (isList(type) && !isAboutSchema ? LIST : 1);
    measure.aliases += alias ? 1 : 0;
    measure.credentials += parent && takesCredential(this.schema, parent, name) ? 1 : 0;
    return measure;
  }

  private typeOf(name: string): Parent {
    const type = this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

/** How often a field of the answer was written before: validation compares each with each, so a thousand cost a million. */
function countAgain(written: Map<string, number>, { name, alias }: FieldNode): number {
  const key = (alias ?? name).value;
  const before = written.get(key) ?? 0;
  written.set(key, before + 1);
  return before;
}

function count(nodes: readonly unknown[] | undefined): number {
  return nodes?.length ?? 0;
}
