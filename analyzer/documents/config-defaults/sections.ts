// The form of the tables of defaults: section → setting → value.

export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>
