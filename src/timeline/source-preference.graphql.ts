import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { UserType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import type { Source } from '../samples/source.ts';
import type { Category } from '../sharing/categories.ts';
import { CategoryEnum } from '../sharing/health-data.graphql.ts';
import { ownPreferences, setSourcePreference, type SourcePreference } from './source-preference.service.ts';

@ObjectType('Source', { simpleResolvers: true, description: 'A client and device that data comes from.' })
class SourceType {
  @Field(() => String, { nullable: true, description: '`null`: the person themself.' })
  clientId!: string | null;

  @Field(() => String, { nullable: true, description: '`null`: any device of the client.' })
  device!: string | null;
}

@InputType('SourceInput', { description: 'A client and device that data comes from.' })
class SourceInput {
  @Field(() => String, { nullable: true, description: 'Absent or `null`: what you wrote yourself.' })
  clientId?: string | null;

  @Field(() => String, { nullable: true, description: 'Absent or `null`: any device of the client.' })
  device?: string | null;
}

@InputType('SetSourcePreferenceInput', { description: 'Which sources win in a category.' })
class SetSourcePreferenceInput {
  @Field(() => CategoryEnum)
  category!: Category;

  @Field(() => [SourceInput], { description: 'Best first, at most 20. None: back to the rule alone.' })
  sources!: SourceInput[];
}

@ObjectType('SourcePreference', { simpleResolvers: true, description: 'Which sources win in a category.' })
class SourcePreferenceType implements SourcePreference {
  @Field(() => CategoryEnum)
  category!: Category;

  @Field(() => [SourceType], { description: 'Best first.' })
  sources!: readonly Source[];
}

@ObjectType('SetSourcePreferencePayload', { simpleResolvers: true, description: 'The preference as it is now.' })
class SetSourcePreferencePayload {
  @Field(() => SourcePreferenceType)
  sourcePreference!: SourcePreference;
}

@Resolver(() => UserType)
export class SourcePreferenceResolver {
  @Mutation(() => SetSourcePreferencePayload, {
    description:
      'Sets which of your sources win where several tell of the same. Nothing that is stored changes by it. Scope: account:manage.',
  })
  async setSourcePreference(
    @Arg('input', () => SetSourcePreferenceInput) input: SetSourcePreferenceInput,
    @Ctx() ctx: RequestContext,
  ): Promise<SetSourcePreferencePayload> {
    return { sourcePreference: await setSourcePreference(ctx, input) };
  }

  @FieldResolver(() => [SourcePreferenceType], {
    nullable: true,
    description: 'The categories in which you prefer sources. Scope: account:manage; without it `null` with an error.',
  })
  sourcePreferences(@Ctx() ctx: RequestContext): Promise<SourcePreference[]> {
    return ownPreferences(ctx);
  }
}
