// The name of a packet made here: as the server would name it.

/** `mm_support_packet_Example_Company_2026-11-21T08-20.zip`, in the zone of this machine; without a company only the time. */
export function packetName(company: string | undefined, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  const who = companyPart(company ?? '')
  return `mm_support_packet_${who === '' ? '' : `${who}_`}${day}T${two(now.getHours())}-${two(now.getMinutes())}.zip`
}

/** As the server makes file names of companies: no dots, `_` for all but letters, digits, `_` and `-`, at most 100 bytes. */
function companyPart(company: string): string {
  return company
    .replace(/^[. ]+|[. ]+$/g, '')
    .replaceAll('.', '')
    .replace(/[^A-Za-z0-9_-]/gu, '_')
    .slice(0, 100)
}
