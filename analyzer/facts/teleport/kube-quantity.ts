// Quantities as Kubernetes writes them: `500m`, `2Gi`, `1e3`, `4`.

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
}

/** The number; `undefined` for what is none. */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.length > 40) return undefined
  const [, digits, unit = ''] =
    /^(\d{1,20}(?:\.\d{1,10})?(?:e\d{1,2})?)([A-Za-z]{0,2})$/.exec(value.trim()) ?? []
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor
}
