// Values that become YAML as a Go program writes it: what the text alone would not tell, such as a float, has a form of its own.

export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  /** Keys in this order. `undefined` leaves a key out, as Go's `omitempty` does. */
  | { readonly [key: string]: YamlValue | undefined }

export type YamlMap = Readonly<Record<string, YamlValue | undefined>>
