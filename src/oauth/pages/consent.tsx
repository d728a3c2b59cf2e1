import { AppTile } from './app-tile.tsx';
import { Form } from './form.tsx';
import { Layout } from './layout.tsx';
import type { Permission } from './permission.ts';
import { PermissionList } from './permission-list.tsx';
import type { Person, Place } from './place.ts';
import { Mark } from './wordmark.tsx';

export interface ConsentProps {
  place: Place;
  action: string;
  app: { name: string };
  /** Where the person is sent after the choice; `address` says more of an app that has no host of its own. */
  destination: { words: string; address?: string };
  person: Pick<Person, 'name' | 'email'>;
  /** What the app asks for now. */
  permissions: readonly Permission[];
  /** What the person let it do earlier and keeps letting it do. */
  alreadyAllowed?: readonly Permission[];
}

/** Posts `decision` as allow, deny or switch (to sign in as someone else). */
export function ConsentPage(props: ConsentProps) {
  const { place, action, app, destination, person, permissions, alreadyAllowed = [] } = props;
  return (
    <Layout title={`Allow ${app.name}?`} place={place}>
      <div class="meeting" aria-hidden="true">
        <AppTile name={app.name} />
        <span class="meeting-line" />
        <Mark />
      </div>
      <h1 class={app.name.length > 60 ? 'centred long' : 'centred'}>
        <bdi>{app.name}</bdi> <span class="subtitle">asks to use your health data</span>
      </h1>
      <Form place={place} action={action} class="stack">
        <SignedInAs person={person} />
        {permissions.length > 0 && (
          <section>
            <h2 class="small">What it asks for</h2>
            <PermissionList permissions={permissions} />
          </section>
        )}
        {alreadyAllowed.length > 0 && (
          <section>
            <h2 class="small">What it may do already</h2>
            <PermissionList permissions={alreadyAllowed} />
          </section>
        )}
        <p>
          Allow this only if you know the app. You will be sent to <strong>{destination.words}</strong>
          {destination.address && <code class="address"> ({destination.address})</code>}. What you allow lasts until you
          end it under Connected apps.
        </p>
        <div class="choice">
          <button class="button primary" name="decision" value="allow">
            Allow
          </button>
          <button class="button" name="decision" value="deny">
            Deny
          </button>
        </div>
      </Form>
    </Layout>
  );
}

function SignedInAs({ person }: { person: ConsentProps['person'] }) {
  return (
    <p class="signed-in-as">
      <span class="unseen">Signed in as </span>
      {person.name ? <bdi class="strong">{person.name}</bdi> : <bdi class="email strong">{person.email}</bdi>}{' '}
      <button class="button quiet" name="decision" value="switch">
        Use another account
      </button>{' '}
      {person.name && <bdi class="email hint">{person.email}</bdi>}
    </p>
  );
}
