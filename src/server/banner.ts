/** A person whom the newcomer may be, and the token to be them with. */
export interface DemoToken {
  name: string;
  token: string;
}

/** The few lines that a newcomer sees when the gateway is up. Only the console gets tokens; the log never does. */
export function greet(url: string, people: readonly DemoToken[]): void {
  const lines = [
    '',
    'Vitalgate is ready.',
    '',
    `  GraphQL   ${url}/graphql   (GraphiQL in a browser)`,
    `  Account   ${url}/account   (sign in, connected apps, tokens)`,
    `  Live      ${url}/live   (what others share with you, as it comes)`,
    `  Health    ${url}/health/ready`,
    '',
  ];
  const [first] = people;
  if (first) {
    lines.push('Demo people, each with a token that works for 24 hours:', '');
    for (const { name, token } of people) lines.push(`  ${name.padEnd(12)} ${token}`);
    lines.push('', `Try it as ${first.name}:`, '', exampleCurl(url, first.token), '');
  } else {
    lines.push('Make a person and a token:', '');
    lines.push('  npx vitalgate user add you@example.org --name You --password "at least 10 characters"');
    lines.push(
      '  npx vitalgate token issue you@example.org --scope "profile:read activities:read activities:write samples:read samples:write"',
      '',
    );
  }
  console.log(lines.join('\n'));
}

function exampleCurl(url: string, token: string): string {
  const query =
    '{ viewer { name health { activities(first: 3) { totalCount edges { node { localDate title distanceMeters } } } } } }';
  return [
    `  curl -s ${url}/graphql \\`,
    `    -H 'authorization: Bearer ${token}' \\`,
    `    -H 'content-type: application/json' \\`,
    `    -d '${JSON.stringify({ query })}'`,
  ].join('\n');
}
