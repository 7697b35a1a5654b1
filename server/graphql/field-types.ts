import {
  type GraphQLCompositeType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { fieldOf } from './guarded-fields.ts';

/** What a field answers, also `__schema` and `__type`; undefined where there is no such field. */
export function typeOfField(parent: GraphQLCompositeType, name: string): GraphQLOutputType | undefined {
  const meta = [SchemaMetaFieldDef, TypeMetaFieldDef].find((field) => field.name === name);
  return (meta ?? fieldOf(parent, name))?.type;
}

/** The type whose fields may be selected; undefined for a scalar or an enum. */
export function compositeOf(type: GraphQLOutputType | undefined): GraphQLCompositeType | undefined {
  const named = getNamedType(type);
  return isCompositeType(named) ? named : undefined;
}

/** Answers whether it is a list of something. */
export function isList(type: GraphQLOutputType | undefined): boolean {
  return isListType(getNullableType(type));
}
