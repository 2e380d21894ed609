// What lies where in a dump, in a sentence each; only what is there is told.

export interface GuideRow {
  readonly where: string
  readonly pattern: RegExp
  readonly says: string
}

export const guide: readonly GuideRow[] = [
  { where: 'report.txt', pattern: /./, says: 'What was tried and how it ended, every single attempt.' },
  { where: 'manifest.json', pattern: /./, says: 'The same for programs.' },
  {
    where: 'nodes/ID/teleport.yaml',
    pattern: /^nodes\/[^/]+\/teleport\.yaml$/,
    says: 'The configuration of an instance, without secrets. ID is the UUID of its host.',
  },
  {
    where: 'nodes/ID/UNIT/log.txt, log.json, logs/',
    pattern: /^nodes\/[^/]+\/(?:[^/]+\/log\.(?:txt|json)|logs\/)/,
    says: 'Its log: of the systemd journal as text and with all fields, or the file it logs to.',
  },
  {
    where: 'nodes/ID/metrics.prom, readyz.json, healthz.json, http.tsv',
    pattern: /^nodes\/[^/]+\/(?:metrics\.prom|http\.tsv)$/,
    says: 'What its diagnostics address answered.',
  },
  {
    where: 'nodes/ID/identity.json, cmdline, role.*',
    pattern: /^nodes\/[^/]+\/identity\.json$/,
    says: 'Host name, version, how it was started, and which services it runs.',
  },
  {
    where: 'nodes/ID/ss.txt, df.txt, proc/',
    pattern: /^nodes\/[^/]+\/(?:ss\.txt|df\.txt|proc\/)/,
    says: 'The machine: sockets, disks, limits, memory; names of stored identities, never the identities.',
  },
  {
    where: 'nodes/ID/pprof/',
    pattern: /^nodes\/[^/]+\/pprof\//,
    says: 'Profiles of the running process, for developers.',
  },
  {
    where: 'nodes/ID/node.error',
    pattern: /^nodes\/[^/]+\/node\.error$/,
    says: 'Why nothing could be had of that instance.',
  },
  {
    where: 'objects/tctl_get_KIND.yaml, .error',
    pattern: /^objects\/tctl_get_/,
    says: 'Objects of the cluster, such as roles and users; beside each what tctl said, empty when nothing.',
  },
  {
    where: 'objects/tctl_*.txt',
    pattern: /^objects\/tctl_[^/]+\.txt$/,
    says: 'State of the cluster, who is connected, alerts: as tctl prints them.',
  },
  {
    where: 'kube/kubectl_get_RESOURCE.yaml',
    pattern: /^kube\/kubectl_get_/,
    says: 'Kubernetes objects of the namespace.',
  },
  {
    where: 'kube/kubectl_logs_NAMESPACE_POD_CONTAINER.log',
    pattern: /^kube\/kubectl_logs_/,
    says: 'Logs of containers with timestamps; .previous.log is of the run before the last restart.',
  },
]
