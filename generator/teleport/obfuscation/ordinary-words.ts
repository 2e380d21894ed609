// Words that name nobody: accounts that every system has, parts of the product, what people call environments and services. They
// stay readable even where a user, a host or a part of an address is called so, since a log without them says nothing.

const words = `
admin administrator root user users guest test tester testing nobody daemon system service services operator support sudo wheel
ubuntu debian centos fedora rocky alma ec2-user azureuser opc core vagrant deploy deployer runner jenkins ansible terraform git
teleport auth proxy node nodes app apps db database databases kube kubernetes k8s ssh sshd web www api bot bots access editor
auditor reviewer requester terraform-provider device-admin owner member team default localhost local localdomain host
hosts hostname server servers client clients cluster clusters leaf main master primary secondary replica standby
prod production stage staging dev devel development qa uat demo sandbox lab internal external public private
mysql postgres postgresql mongo mongodb redis etcd consul vault grafana prometheus loki kibana elastic elasticsearch nginx
haproxy envoy traefik gitlab github jira wiki docs mail smtp imap ldap dns ntp vpn gateway gw lb router switch firewall
login logout sso saml oidc oauth idp okta google microsoft azure aws gcp amazon cloud edge region zone
session sessions event events audit token tokens role roles label labels lock locks key keys cert certs certificate
certificates identity config configuration version status error errors warning info debug trace fatal failed failure success
true false none null nil unknown empty yes no on off any all other new old start started stop stopped stopping running ready
open closed connect connected connection connecting disconnected timeout refused denied expired invalid valid missing found
file files path dir data log logs home tmp var etc usr opt bin lib run proc dev mnt root srv boot sys
http https tcp udp unix tls ssl ipv4 ipv6 json yaml text xml html utc gmt
name names type kind value values id uid uuid addr address port listen remote origin source target dest destination
read write create update delete list get set put post patch watch exec use join
linux darwin windows amd64 arm64 x86_64 aarch64 bash zsh shell systemd journald docker containerd containers
monitoring metrics backup storage cache queue worker job jobs task tasks cron scheduler
first second third last next previous current total count size time date day hour minute second
com net org edu gov mil int io eu de uk us fr nl ch es se dk fi cz ru cn jp br au ca mx kr
svc server-1 server1 node-1 node1 proxy-1 auth-1 kube-agent teleport-auth teleport-proxy teleport-kube-agent
and for from has not the this that with was were are is it its of or in at by as be to an on if
`

const ordinary: ReadonlySet<string> = new Set(words.split(/\s+/).filter(word => word !== ''))

/** Cloud regions and bare numbers are as ordinary as the words. */
export const isOrdinary = (word: string): boolean =>
  ordinary.has(word.toLowerCase()) ||
  /^\d+$|^(?:us|eu|ap|sa|ca|me|af|il|cn|mx)-(?:gov-)?(?:north|south|east|west|central){1,2}-?\d[a-z]?$|^v\d+(?:\.\d+)*$|^(?:eth|ens|enp|wlan|lo|tty|pts|vda|sda)\d*$/.test(
    word,
  )
