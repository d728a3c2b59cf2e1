/** A message as the SDK decodes it: values by field name, scaled, timestamps in FIT seconds. */
export type FitMessage = Readonly<Record<string, unknown>>;
