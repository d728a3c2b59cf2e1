import { Layout } from './layout.tsx';
import type { Place } from './place.ts';

export interface SignedOutProps {
  place: Place;
  signInUrl: string;
}

export function SignedOutPage({ place, signInUrl }: SignedOutProps) {
  return (
    <Layout title="Signed out" place={place}>
      <h1>You are signed out</h1>
      <p class="lead">If other people use this device, close the browser as well.</p>
      <a class="button primary wide" href={signInUrl}>
        Sign in again
      </a>
    </Layout>
  );
}
