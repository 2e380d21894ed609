// The bounds of metrics, with their reasons. What goes beyond is a problem, never memory.

const MiB = 1024 * 1024

export const metricsLimits = {
  // Files of a dump kept in memory. A day of a server with 1,500 series, scraped once a minute, has 5 MB.
  inflatedBytes: 192 * MiB,
  // A block has four files; the metrics plugin sends blocks of two hours for at most a month.
  files: 4_000,
  blocks: 500,
  // A server has 1,500 series; a cluster of twenty with plugins and node exporters 100,000.
  series: 500_000,
  // Distinct names and values of labels.
  symbols: 2_000_000,
  // Prometheus refuses labels that are much shorter than this; longer ones only cost memory here.
  labelsOfSeries: 64,
  // Samples of a dump that are read, newest blocks first: 16 bytes each for those that one question asks for. A server has 2 million a
  // day; the plugin sends three days.
  samplesOfDump: 16_000_000,
  // Prometheus keeps native histograms below 160 buckets.
  bucketsOfHistogram: 10_000,
  // Numbers of native histograms that one question may decode: 64 MB.
  bucketsOfQuestion: 8_000_000,
  // What one native histogram counts for besides its buckets.
  numbersOfHistogram: 32,
  // What is not in a block yet covers three hours: 250,000 samples of a server.
  samplesOfHead: 4_000_000,
  chunksOfHead: 200_000,
  // A record of the log that is written ahead holds what one scrape wrote: some 100 kB. Three hours of a server are 10 MB.
  recordBytes: 32 * MiB,
  recordBytesOfLog: 256 * MiB,
  // Answers kept for the next one who asks: 32 MB of samples.
  samplesRemembered: 2_000_000,
  questionsRemembered: 2_000,
  // Deleted ranges; the plugin never deletes, an administrator might.
  tombstones: 100_000,
  // Problems of one kind told for one dump.
  problems: 10,
} as const

export const expositionLimits = {
  // The text of one scrape: a Teleport process writes 25 kB to 2 MB.
  samples: 500_000,
  lineBytes: 64 * 1024,
  labelsOfSample: 64,
  families: 50_000,
  // Lines that cannot be read, each told; further ones are counted.
  badLines: 10,
} as const
