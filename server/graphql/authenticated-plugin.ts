import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from './context.ts';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      authenticated: AuthenticatedPlugin<Types>;
    }

    export interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      /** Marks the field `@authenticated`: an operation that contains it needs a signed-in user. */
      authenticated?: true;
    }

    export interface ObjectTypeOptions<Types extends SchemaTypes, Shape> {
      /** Marks the type `@authenticated`: an operation that reads anything of it needs a signed-in user. */
      authenticated?: true;
    }
  }
}

const NOTE = 'Requires a signed-in user.';

/** Gives fields and object types the option `authenticated: true`, which is the directive in the printed schema. */
export class AuthenticatedPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    return isMarked(config) ? mark(config) : config;
  }

  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    return isMarked(config) ? mark(config) : config;
  }

  /** The backstop: the whole operation has been checked before it ran; this holds where a field is reached otherwise. */
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    config: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (!isMarked(config) && !isMarked(this.buildCache.getTypeConfig(config.parentType))) {
      return resolve;
    }
    return async (parent, args, context, info) => {
      await (context as Context).requireViewer();
      return resolve(parent, args, context, info);
    };
  }
}

function isMarked({ pothosOptions }: { pothosOptions: object }): boolean {
  return (pothosOptions as { authenticated?: true }).authenticated === true;
}

/** Introspection shows that a directive exists but not where it is used, so the description says it too. */
function mark<Config extends { description?: string | null; extensions?: object | null }>(config: Config): Config {
  return {
    ...config,
    description: [config.description, NOTE].filter(Boolean).join(' '),
    extensions: { ...config.extensions, directives: { authenticated: {} } },
  };
}

SchemaBuilder.registerPlugin('authenticated', AuthenticatedPlugin);
