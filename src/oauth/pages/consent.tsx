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
  /** `host` is where the person is sent after the choice. */
  app: { name: string; host: string };
  person: Pick<Person, 'name' | 'email'>;
  /** What the app asks for now. */
  permissions: readonly Permission[];
  /** What the person let it do earlier and keeps letting it do. */
  alreadyAllowed?: readonly Permission[];
}

/** Posts `decision` as allow, deny or switch (to sign in as someone else). */
export function ConsentPage({ place, action, app, person, permissions, alreadyAllowed = [] }: ConsentProps) {
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
        <p class="hint">
          Allow this only if you know the app. You will be sent to <strong>{app.host}</strong>. You can end this at any
          time under Connected apps.
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
    <div class="signed-in-as">
      <p>
        <span class="hint">Your account</span>
        {person.name && (
          <strong>
            <bdi>{person.name}</bdi>
          </strong>
        )}
        <bdi class={person.name ? 'muted' : 'strong'}>{person.email}</bdi>
      </p>
      <button class="button quiet" name="decision" value="switch">
        Use another account
      </button>
    </div>
  );
}
