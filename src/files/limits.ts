/** The largest file that is read. */
export const maxFileBytes = 25 * 1024 * 1024;

/** The most records (FIT record messages, TCX Trackpoints, GPX trkpts) in one file: 11 days at one a second. */
export const maxRecords = 1_000_000;

/** The most heart rate messages that a chest strap left in one file: about 400 hours of heart beats. */
export const maxStrapMessages = 200_000;

/** The most chained files in one; a watch adds a handful for a strap's heart rates. */
export const maxParts = 1_000;

/** Far more than any device writes, and few enough to be held as objects. */
export const maxSessions = 1_000;
export const maxLaps = 20_000;
export const maxEvents = 100_000;

/** TCX and GPX nest about 10 deep. */
export const maxXmlDepth = 100;
