// Where the texts of a target go: a file, a stream, a connection. It opens itself when it is first written to, and again after a failure.

export interface Taken {
  /** Texts from the front of the batch that are done with; the rest is offered again. */
  readonly taken: number
  /** Of these, how many the target can never take, such as one that fits into no datagram. */
  readonly refused: number
  /** Something that went wrong on the way although the texts were taken, for people. */
  readonly remark?: string
}

export interface Sink {
  /** Rejects when not one text could be given away. One call at a time. */
  write(batch: readonly string[]): Promise<Taken>
  /** What must be done once the target is there, such as mending a file that was cut: a text for people, or nothing. */
  open(): Promise<string | undefined>
  close(): Promise<void>
}
