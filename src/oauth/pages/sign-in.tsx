import { Form, TextField } from './form.tsx';
import { Layout } from './layout.tsx';
import type { Place } from './place.ts';
import { ProblemSummary } from './problems.tsx';

export interface SignInProps {
  place: Place;
  action: string;
  /** The app that the person comes from. */
  app?: { name: string };
  email?: string;
  problem?: string;
  /** Absent where people cannot make an account of their own. */
  signUpUrl?: string;
}

export function SignInPage({ place, action, app, email, problem, signUpUrl }: SignInProps) {
  return (
    <Layout title="Sign in" place={place}>
      <h1>
        Sign in{' '}
        {app && (
          <span class="subtitle">
            to continue to <bdi>{app.name}</bdi>
          </span>
        )}
      </h1>
      <ProblemSummary problems={problem ? { '': [problem] } : {}} />
      <Form place={place} action={action} class="stack">
        <TextField name="email" label="E-mail" type="email" value={email} autocomplete="username" required />
        <TextField name="password" label="Password" type="password" autocomplete="current-password" required />
        <button class="button primary wide">Sign in</button>
      </Form>
      {signUpUrl && (
        <p class="aside">
          New here? <a href={signUpUrl}>Create an account</a>
        </p>
      )}
    </Layout>
  );
}
