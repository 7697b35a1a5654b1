import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { exampleOf } from '../schema-walk.ts';
import type { Choices } from './choices.ts';

/** A body as it could be sent: an operation made from the schema, mostly valid and never tame. */
export interface FuzzedBody {
  query: string;
  variables: unknown;
  operationName?: unknown;
  extensions?: unknown;
}

/** What an operation is written with, and what has been written so far. */
interface Writing {
  schema: GraphQLSchema;
  choose: Choices;
  definitions: string[];
  variables: Record<string, unknown>;
  fragments: string[];
  /** How many fields may still be written. */
  left: number;
}

const DEEPEST = 7;

/** Writes one operation. */
export function fuzzedBody(schema: GraphQLSchema, choose: Choices): FuzzedBody {
  const { chance } = choose;
  const writing: Writing = { schema, choose, definitions: [], variables: {}, fragments: [], left: 40 };
  const isMutation = chance(3, 5);
  const root = (isMutation ? schema.getMutationType() : schema.getQueryType()) as GraphQLNamedType;
  const selection = selectionOf(writing, root, 0);
  const definitions = writing.definitions.length > 0 ? `(${writing.definitions.join(', ')})` : '';
  const query = `${isMutation ? 'mutation' : 'query'} Fuzzed${definitions} ${selection}\n${writing.fragments.join('\n')}`;
  return {
    query: chance(1, 20) ? mutilated(choose, query) : query,
    variables: chance(1, 20) ? choose.anything() : writing.variables,
    ...(chance(1, 10) && { operationName: choose.pick<unknown>(['Fuzzed', 'Other', '', 7, null]) }),
    ...(chance(1, 10) && {
      extensions: chance(1, 2) ? choose.anything() : { viewer: choose.anything(), persistedQuery: choose.anything() },
    }),
  };
}

function selectionOf(writing: Writing, type: GraphQLNamedType, depth: number): string {
  const { schema, choose } = writing;
  const { chance, pick } = choose;
  const types: GraphQLNamedType[] = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
  const parts: string[] = [];
  for (let count = 1 + choose.below(depth === 0 ? 2 : 4); count > 0; count -= 1) {
    const on = pick(types);
    const fields = 'getFields' in on ? Object.values(on.getFields()) : [];
    const field = fields.length > 0 && !chance(1, 8) ? (pick(fields) as GraphQLField<unknown, unknown>) : null;
    const text = fieldOf(writing, field, depth);
    parts.push(on === type && !chance(1, 8) ? text : spreadOf(writing, on.name, text));
  }
  return `{ ${parts.join(' ')} }`;
}

function fieldOf(writing: Writing, field: GraphQLField<unknown, unknown> | null, depth: number): string {
  const { chance, pick } = writing.choose;
  writing.left -= 1;
  const alias = chance(1, 6) ? `${pick(['a', 'b', 'id', '__typename', 'login'])}: ` : '';
  if (!field || depth > DEEPEST || writing.left < 0) {
    return `${alias}${chance(1, 30) ? 'nonsense' : '__typename'}`;
  }
  const type = getNamedType(field.type);
  const selection = isCompositeType(type) ? ` ${selectionOf(writing, type, depth + 1)}` : '';
  return `${alias}${field.name}${argumentsOf(writing, field.args)}${directivesOf(writing)}${selection}`;
}

function spreadOf(writing: Writing, on: string, text: string): string {
  const { chance } = writing.choose;
  if (chance(1, 2)) {
    return `...${chance(1, 10) ? '' : ` on ${on}`}${directivesOf(writing)} { ${text} }`;
  }
  const name = `F${writing.fragments.length}`;
  // Now and then a fragment that spreads itself.
  writing.fragments.push(`fragment ${name} on ${on} { ${text}${chance(1, 30) ? ` ...${name}` : ''} }`);
  return `...${name}`;
}

function argumentsOf(writing: Writing, args: readonly GraphQLArgument[]): string {
  const { chance } = writing.choose;
  const written = args.flatMap(({ name, type }) => {
    const value = inputOf(writing, type, name);
    if (chance(1, 40)) {
      return [];
    }
    if (chance(1, 3)) {
      return [`${name}: ${literalOf(value, type)}`];
    }
    const variable = `v${writing.definitions.length}`;
    writing.definitions.push(`$${variable}: ${type}`);
    writing.variables[variable] = value;
    return [`${name}: $${variable}`];
  });
  return written.length > 0 ? `(${written.join(', ')})` : '';
}

function directivesOf(writing: Writing): string {
  const { chance, pick } = writing.choose;
  if (!chance(1, 8)) {
    return '';
  }
  const variable = `v${writing.definitions.length}`;
  writing.definitions.push(`$${variable}: Boolean!`);
  writing.variables[variable] = chance(1, 10) ? 'yes' : chance(1, 2);
  return ` @${pick(['include', 'skip'])}(if: $${variable})`;
}

/** Mostly one that the type takes, so that more than validation is reached. */
function inputOf(writing: Writing, type: GraphQLInputType, name: string): unknown {
  const { chance, text, anything } = writing.choose;
  if (chance(1, 25)) {
    return anything();
  }
  if (isNonNullType(type)) {
    return inputOf(writing, type.ofType, name);
  }
  if (isListType(type)) {
    return [inputOf(writing, type.ofType, name)];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || chance(1, 2));
    return Object.fromEntries(fields.map((field) => [field.name, inputOf(writing, field.type, field.name)]));
  }
  if (isEnumType(type) || chance(1, 2)) {
    return exampleOf(type, name);
  }
  return type.name === 'String' || type.name === 'ID' ? text() : anything();
}

/** As GraphQL writes a value; what it has no form for, it gets wrong. */
function literalOf(value: unknown, type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (Array.isArray(value)) {
    return `[${value.map((item) => literalOf(item, type)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(named) ? named.getFields() : {};
    const written = Object.entries(value).map(([key, item]) => `${key}: ${literalOf(item, fields[key]?.type ?? type)}`);
    return `{${written.join(', ')}}`;
  }
  return isEnumType(named) && typeof value === 'string' ? value : JSON.stringify(value);
}

function mutilated({ below, pick }: Choices, text: string): string {
  const at = Math.floor((below(256) / 256) * text.length);
  const inserted = pick(['', '"', '{', '}', '\\u0000', '#', '"""', '...', '$', '\0', '💥']);
  return text.slice(0, at) + inserted + text.slice(at + below(5));
}
