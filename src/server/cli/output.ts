/** For programs one JSON object, for people a line per fact. */
export function report(facts: Record<string, unknown>, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(facts));
    return;
  }
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  for (const [name, value] of Object.entries(facts)) {
    console.log(`${name.padEnd(width)}  ${Array.isArray(value) ? value.join(' ') : String(value)}`);
  }
}
