// The kinds of documents in a Beacon report, declared where the shared types look for them.
declare module '../../../analyzer/packet/layout-types.js' {
  interface ProductKinds {
    readonly beacon: 'beacon-status' | 'beacon-log'
  }
}

export {}
