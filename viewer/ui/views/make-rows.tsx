// What is being made, as rows above the packets: how far it is, what came of it, and the file to take along.
import { makePaths, type MakeJob } from '../../shared/make.js'
import { endMaking } from '../make.js'
import { viewRoute } from '../route.js'
import { Link } from '../widgets/link.js'
import { PacketText } from '../widgets/packet-text.js'
import { bytesWords } from '../words.js'

export function MakeRow({ job }: { readonly job: MakeJob }) {
  return (
    <li class="row split">
      <div class="grow">
        <strong>
          <PacketText text={job.state === 'done' ? job.fileName : job.what} />
        </strong>
        <p class="line-2" role="status">
          <JobState job={job} />
        </p>
        {job.state === 'done' ? <Remarks remarks={job.remarks} /> : null}
      </div>
      <p class="actions">
        {job.state === 'done' && job.packet !== '' ? <DoneActions packet={job.packet} /> : null}
        <button type="button" class="button" onClick={() => void endMaking(job)}>
          {job.state === 'working' ? 'Cancel' : 'Take off the list'}
        </button>
      </p>
    </li>
  )
}

function DoneActions({ packet }: { readonly packet: string }) {
  return (
    <>
      <Link class="button" to={viewRoute('overview', packet)}>
        Open
      </Link>
      <a class="button" href={makePaths.file(packet)} download>
        Save the file
      </a>
    </>
  )
}

function JobState({ job }: { readonly job: MakeJob }) {
  switch (job.state) {
    case 'working':
      return (
        <>
          <PacketText text={job.says} />…
        </>
      )
    case 'done':
      return (
        <>
          {job.what}, made: {bytesWords(job.sizeBytes)}. It goes when the viewer ends, unless it is saved.
        </>
      )
    case 'failed':
      return (
        <span class="is-failure">
          <PacketText text={job.advice === undefined ? job.reason : `${job.reason} ${job.advice}`} />
        </span>
      )
    case 'cancelled':
      return <>Cancelled; nothing was kept.</>
  }
}

function Remarks({ remarks }: { readonly remarks: readonly string[] }) {
  return (
    <ul class="plain quiet">
      {remarks.map((remark, position) => (
        <li key={position}>
          <PacketText text={remark} />
        </li>
      ))}
    </ul>
  )
}
