import { Ctx, Field, FieldResolver, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { asPerson, PersonType, UserType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import { DataAccess } from './access.ts';
import { categories, type Category } from './categories.ts';

export const CategoryEnum = enumOf(categories);

registerEnumType(CategoryEnum, {
  name: 'Category',
  description:
    'A kind of health data that can be shared or kept. HEART_RATE, STEPS, LOCATION and NOTES are shared only by name.',
});

/** Its root value is a `DataAccess`: a capability adds its fields once, and they serve oneself and viewers alike. */
@ObjectType('HealthData', { description: "One person's health data, as far as you may see it." })
export class HealthDataType {
  @Field(() => [CategoryEnum], { description: 'The categories that are open to you at any date.' })
  categories!: Category[];
}

@Resolver(() => HealthDataType)
export class HealthDataResolver {
  @FieldResolver(() => PersonType, { description: 'Whose data it is.' })
  owner(@Root() access: DataAccess, @Ctx() ctx: RequestContext): PersonType {
    return asPerson(ctx, access.ownerId);
  }
}

@Resolver(() => UserType)
export class OwnHealthResolver {
  @FieldResolver(() => HealthDataType, { description: 'Your own health data.' })
  health(@Root() _user: UserType, @Ctx() ctx: RequestContext): DataAccess {
    return DataAccess.own(ctx);
  }
}
