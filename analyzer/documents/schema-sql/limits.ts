// How much of an SQL script is read, and why: a schema of Mattermost has 150 kB in 800 statements, a packet may hold anything.

/** Longest statement that is parsed, in UTF-16 units. The widest table of Mattermost takes 2,000. */
export const maxStatementLength = 64 * 1024

/** What is parsed in all: at worst this takes the parser a few seconds. */
export const maxParsedLength = 4 * 1024 * 1024

/** After this many statements that cannot be read, the text is no dump of PostgreSQL. */
export const maxBroken = 50

/** Tables kept; Mattermost has 80, and plugins add a few dozen. */
export const maxTables = 5000
