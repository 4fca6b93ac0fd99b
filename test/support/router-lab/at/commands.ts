import { type Answer, type Stick } from '#test/support/router-lab/at/stick';

type Command = readonly [RegExp, (match: RegExpExecArray, modem: Stick) => Answer];

const NOTHING =
  /^(Z|E1|&F|V1|X\d|&C\d|&D\d|S0=0|\+CMEE=\d|\+C(REG|GREG|EREG)=\d|\+CNMI=(?!\?).*|\+CSCS=.*|\^CURC=\d|\+CGEREP=.*|\^DDSETEX=.*|\+CRC=\d|\+CLIP=\d|\+CCWA=.*|\+COPS=3.*|\+COPS=0|\+CSMS=\d|\+CSCA=.*|\^SYSCFGEX=(?!\?).*|\+CGDCONT=(?!\?).*|\+IFC=.*|\^PORTSEL=\d|\+CTZR=\d|\+CTZU=\d|\+CUSD=1|H|)$/;
const ICCID = '8944200012345678902';

/** What a Huawei stick answers, as far as ModemManager asks. The first that fits is taken. */
export const COMMANDS: readonly Command[] = [
  [/^E0/, (_, modem) => modem.setEcho(false)],
  [NOTHING, () => []],
  [/^I$/, () => ['Manufacturer: huawei', 'Model: E3372', 'Revision: 21.180.01.00.00', '+GCAP: +CGSM,+DS,+ES']],
  [/^\+GCAP$/, () => ['+GCAP: +CGSM,+DS,+ES']],
  [/^\+C?GMI/, () => ['huawei']],
  [/^\+C?GMM/, () => ['E3372']],
  [/^\+C?GMR/, () => ['21.180.01.00.00']],
  [/^\+C?GSN/, () => ['861821023456780']],
  [/^\+CIMI/, () => ['234201234567891']],
  [/^\^ICCID\?/, () => [`^ICCID: ${ICCID}`]],
  [/^\+CNUM/, () => ['+CNUM: "","+447700900124",145']],
  [/^\+CPIN\?/, (_, { state }) => [`+CPIN: ${state.pin}`]],
  [/^\+CPIN="?(\d+)"?/, ([, pin], modem) => modem.unlock(pin ?? '')],
  [/^\^CPIN\?/, (_, { state }) => [`^CPIN: ${state.pin},,10,${state.pinTries},10,3`]],
  [/^\+CLCK="SC",2/, () => ['+CLCK: 0']],
  [/^\+CRSM=176,12258/, () => [`+CRSM: 144,0,"${ICCID}F"`]],
  [/^\+CSQ$/, (_, { state }) => [`+CSQ: ${state.csq},99`]],
  [/^\+CESQ$/, (_, { state }) => [`+CESQ: 99,99,255,255,${state.rsrq},${state.rsrp}`]],
  [/^\^HCSQ\?/, (_, { state }) => [`^HCSQ: "LTE",${state.csq * 2 + 9},${state.rsrp},${state.sinr},${state.rsrq}`]],
  [/^\+COPS\?/, (_, modem) => (modem.isRegistered ? [`+COPS: 0,0,"${modem.state.operator}",7`] : ['+COPS: 0'])],
  [/^\+COPS=\?/, (_, { state }) => [`+COPS: (2,"${state.operator}","3","23420",7),,(0,1,2,3,4),(0,1,2)`]],
  [/^\+C(REG|GREG|EREG)\?/, ([, kind], { state }) => [`+C${kind ?? ''}: 2,${state.reg},"1234","00A1B2C3",7`]],
  [/^\+C(REG|GREG|EREG)=\?/, ([, kind]) => [`+C${kind ?? ''}: (0-2)`]],
  [/^\^SYSINFOEX/, () => ['^SYSINFOEX:2,3,0,1,,6,"LTE",101,"LTE"']],
  [/^\^SYSINFO/, () => ['^SYSINFO:2,3,0,9,1,,9']],
  [
    /^\^SYSCFGEX=\?/,
    () => [
      '^SYSCFGEX: ("00","03","02","01","99"),((2000004e80380,"GSM850/GSM900/GSM1800/GSM1900/WCDMA850/WCDMA900/WCDMA2100"),(3fffffff,"All bands")),(0-3),(0-4),((800c5,"LTE2100/LTE1800/LTE2600/LTE900/LTE800"),(7fffffffffffffff,"All bands"))',
    ],
  ],
  [/^\^SYSCFGEX\?/, () => ['^SYSCFGEX: "00",3FFFFFFF,1,2,800C5']],
  [/^\+CGDCONT\?/, () => ['+CGDCONT: 1,"IP","internet","",0,0']],
  [/^\+CGDCONT=\?/, () => ['+CGDCONT: (0-11),"IP",,,(0-2),(0-3)', '+CGDCONT: (0-11),"IPV4V6",,,(0-2),(0-3)']],
  [/^\+CGATT\?/, () => ['+CGATT: 1']],
  [/^\^NDISDUP=1,1(?:,"([^"]*)")?/, ([, apn], modem) => modem.connect(apn ?? '')],
  [/^\^NDISDUP=1,0/, (_, modem) => modem.disconnect()],
  [/^\^NDISDUP=\?/, () => ['^NDISDUP: (1-11),(0-1)']],
  [/^\^NDISSTATQRY\?/, (_, modem) => [`^NDISSTATQRY: ${modem.isConnected ? 1 : 0},,,"IPV4"`]],
  [/^\^DHCP\?/, (_, modem) => (modem.isConnected ? [modem.dhcp()] : 'ERROR')],
  [/^\^SETPORT=\?/, () => ['^SETPORT:1: 3G MODEM', '^SETPORT:16: NCM', '^SETPORT:A1: CDROM', '^SETPORT:12: 3G PCUI']],
  [/^\^SETPORT\?/, () => ['^SETPORT:A1;12,1,16']],
  [/^\^GETPORTMODE/, () => ['^GETPORTMODE: TYPE: WCDMA: huawei_k3v3,PCUI:0,MDM:1,NDIS:2,']],
  [/^\+CFUN\?/, (_, { state }) => [`+CFUN: ${state.isRadioOn ? 1 : 0}`]],
  [/^\+CFUN=(\d)/, ([, level], modem) => modem.setRadio(level === '1')],
  [/^\+CMGF=\?/, () => ['+CMGF: (0,1)']],
  [/^\+CMGF/, () => []],
  [/^\+CPMS=\?/, () => ['+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")']],
  [/^\+CPMS\?/, (_, { inbox }) => [`+CPMS: "ME",${inbox.size},50,"ME",${inbox.size},50,"ME",${inbox.size},50`]],
  [/^\+CPMS=/, (_, { inbox }) => [`+CPMS: ${inbox.size},50,${inbox.size},50,${inbox.size},50`]],
  [/^\+CNMI=\?/, () => ['+CNMI: (0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)']],
  [/^\+CSCA\?/, () => ['+CSCA: "+447958879879",145']],
  [/^\+CMGL/, (_, modem) => [...modem.inbox].flatMap(([index]) => modem.listed('+CMGL: ', index))],
  [
    /^\+CMGR=(\d+)/,
    ([, index], modem) =>
      modem.inbox.has(Number(index)) ? modem.listed('+CMGR: ', Number(index), true) : '+CMS ERROR: 321',
  ],
  [/^\+CMGD=(\d+)(?:,(\d))?/, ([, index, all], modem) => modem.remove(Number(index), all !== undefined && all !== '0')],
  [/^\+CUSD=1,/, (_, modem) => modem.ussd()],
  [/^\+CUSD/, () => ['+CUSD: (0-2)']],
  [/^\+WS46=\?/, () => ['+WS46: (12,22,25,28,29)']],
  [/^\^RFSWITCH\?/, () => ['^RFSWITCH: 1,1']],
  [/^\+CEER/, () => ['+CEER: No cause information available']],
];
