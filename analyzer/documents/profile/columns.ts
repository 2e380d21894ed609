// Lists of numbers that grow and then become typed arrays: a tenth of the memory of objects.

export interface IntColumn {
  data: Int32Array
  length: number
}

export interface NumberColumn {
  data: Float64Array
  length: number
}

export function intColumn(capacity = 1024): IntColumn {
  return { data: new Int32Array(capacity), length: 0 }
}

export function numberColumn(capacity = 1024): NumberColumn {
  return { data: new Float64Array(capacity), length: 0 }
}

export function pushInt(column: IntColumn, value: number): void {
  if (column.length === column.data.length) {
    const grown = new Int32Array(2 * column.length)
    grown.set(column.data)
    column.data = grown
  }
  column.data[column.length++] = value
}

export function pushNumber(column: NumberColumn, value: number): void {
  if (column.length === column.data.length) {
    const grown = new Float64Array(2 * column.length)
    grown.set(column.data)
    column.data = grown
  }
  column.data[column.length++] = value
}

/** The filled part. */
export function ints({ data, length }: IntColumn): Int32Array {
  return data.subarray(0, length)
}

export function numbers({ data, length }: NumberColumn): Float64Array {
  return data.subarray(0, length)
}
