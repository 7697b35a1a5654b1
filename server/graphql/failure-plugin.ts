import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { AccountError } from '../accounts/errors.ts';
import type { Context } from './context.ts';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      failure: FailurePlugin<Types>;
    }
  }
}

/** Notes which failure a field answers: a client needn't ask for `__typename`, and then the answer doesn't tell. */
export class FailurePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { extensions }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (!extensions?.pothosErrors) {
      return resolve;
    }
    return async (source, args, context, info) => {
      try {
        return await resolve(source, args, context, info);
      } catch (error) {
        if (error instanceof AccountError) {
          (context as Context).failure = error.name;
        }
        throw error;
      }
    };
  }
}

SchemaBuilder.registerPlugin('failure', FailurePlugin);
