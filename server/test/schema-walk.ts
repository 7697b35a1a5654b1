import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { isGuarded } from '../graphql/guarded-fields.ts';

/** A field of the schema, where it is defined. */
export interface Place {
  type: GraphQLCompositeType;
  field: GraphQLField<unknown, unknown>;
  /** As `Type.field`. */
  coordinate: string;
}

/** A document with its variables, made from the schema. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** Every field that the schema's own types have. */
export function placesOf(schema: GraphQLSchema): Place[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isCompositeType(type) && 'getFields' in type && !type.name.startsWith('__'))
    .flatMap((type) => fieldsOf(type as GraphQLObjectType));
}

/** The fields of Query and Mutation. */
export function rootPlacesOf(schema: GraphQLSchema): Place[] {
  return rootsOf(schema).flatMap(fieldsOf);
}

/** The fields that an anonymous visitor must not reach. */
export function guardedPlacesOf(schema: GraphQLSchema): Place[] {
  return placesOf(schema).filter(({ type, field }) => isGuarded(schema, type, field.name));
}

/** Writes an operation that reaches a field by the shortest way from a root, with an example for every argument. */
export function operationFor(schema: GraphQLSchema, target: Place): Operation {
  const path = shortestPath(schema, target);
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const steps = path.map(({ type, field }, depth) => {
    const args = field.args.map((argument) => {
      const name = `${argument.name}${depth}`;
      variables[name] = exampleOf(argument.type, argument.name);
      definitions.push(`$${name}: ${argument.type}`);
      return `${argument.name}: $${name}`;
    });
    return { type, text: args.length > 0 ? `${field.name}(${args.join(', ')})` : field.name };
  });
  const leaf = isCompositeType(getNamedType(target.field.type)) ? ' { __typename }' : '';
  const selection = steps.reduceRight(
    (inner, { type, text }, depth) =>
      depth === 0 ? `{ ${text}${inner} }` : ` { ... on ${type.name} { ${text}${inner} } }`,
    leaf,
  );
  const kind = path[0]?.type === schema.getMutationType() ? 'mutation' : 'query';
  return { query: `${kind}${definitions.length > 0 ? ` (${definitions.join(', ')})` : ''} ${selection}`, variables };
}

/** A value that a type takes. Fields of an input are all there; one that confirms another repeats it. */
export function exampleOf(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) {
    return exampleOf(type.ofType, name);
  }
  if (isListType(type)) {
    return [exampleOf(type.ofType, name)];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return Object.fromEntries(fields.map((field) => [field.name, exampleOf(field.type, field.name)]));
  }
  return isEnumType(type) ? type.getValues()[0]?.name : exampleOfScalar(type.name, name);
}

let count = 0;

function exampleOfScalar(type: string, name: string): unknown {
  switch (type) {
    case 'Int':
      return 1;
    case 'Float':
      return 1.5;
    case 'Boolean':
      return true;
    case 'ID':
      return '7f0c6a30-3a3f-4c11-9a53-0a8f6b1c2d3e';
    case 'DateTime':
      return '2026-11-21T09:30:00.000Z';
    default:
      return exampleOfText(name);
  }
}

/** Texts that our own inputs take as valid, so that what comes after validation is reached, too. */
function exampleOfText(name: string): string {
  if (/^(new)?password(confirmation)?$/i.test(name)) {
    return 'a passphrase of some words';
  }
  return { username: `somebody${++count}`, email: 'somebody@example.com' }[name] ?? 'example';
}

/** Every place in an argument where a value is written, as a path of field names. */
export function inputPathsOf(argument: GraphQLArgument): { path: string[]; type: GraphQLInputType }[] {
  return walk([argument.name], argument.type, 0);
}

function walk(path: string[], type: GraphQLInputType, depth: number): { path: string[]; type: GraphQLInputType }[] {
  const named = getNamedType(type);
  if (isInputObjectType(named) && depth < 4) {
    return Object.values(named.getFields()).flatMap((field) => walk([...path, field.name], field.type, depth + 1));
  }
  return [{ path, type }];
}

function rootsOf(schema: GraphQLSchema): GraphQLObjectType[] {
  return [schema.getQueryType(), schema.getMutationType()].filter((type) => type !== undefined && type !== null);
}

function fieldsOf(type: GraphQLObjectType): Place[] {
  return Object.values(type.getFields()).map((field) => ({ type, field, coordinate: `${type.name}.${field.name}` }));
}

function shortestPath(schema: GraphQLSchema, target: Place): Place[] {
  const queue: Place[][] = rootPlacesOf(schema).map((place) => [place]);
  const seen = new Set<string>();
  for (let path = queue.shift(); path; path = queue.shift()) {
    const last = path[path.length - 1] as Place;
    if (last.coordinate === target.coordinate) {
      return path;
    }
    if (!seen.has(last.coordinate)) {
      seen.add(last.coordinate);
      queue.push(...nextPlaces(schema, last).map((place) => [...(path as Place[]), place]));
    }
  }
  throw new Error(`${target.coordinate} can't be reached from a root`);
}

function nextPlaces(schema: GraphQLSchema, { field }: Place): Place[] {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) {
    return [];
  }
  const own = isObjectType(type) ? [type] : [];
  const types = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : own;
  return types.flatMap((candidate) => ('getFields' in candidate ? fieldsOf(candidate as GraphQLObjectType) : []));
}
