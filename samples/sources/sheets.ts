import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** The filling line's fault codes as the control system shows them. */
export const LINE_FAULTS: [code: string, station: string, english: string, chinese: string, cause: string, action: string][] = [
  ['E-401', 'Infeed', 'Bottle jam at infeed screw', '进瓶螺杆卡瓶', 'Deformed bottle; screw out of time', 'Remove the bottle; check screw timing'],
  ['E-402', 'Infeed', 'Infeed starved', '进瓶缺瓶', 'Conveyor stopped; blower fault', 'Check conveyor C-12 and the air conveyor'],
  ['E-403', 'Infeed', 'Infeed guard open', '进瓶防护门打开', 'Guard switch SQ12 open', 'Close the guard; acknowledge'],
  ['E-404', 'Rinser', 'Rinse water pressure low', '冲瓶水压低', 'Filter clogged; pump P-203 stopped', 'Clean the filter; check pump P-203'],
  ['E-405', 'Rinser', 'Gripper lost bottle', '冲瓶夹爪掉瓶', 'Gripper worn', 'Replace the gripper rubber'],
  ['E-406', 'Filler', 'Filler bowl level low', '灌装缸液位低', 'Product supply too slow', 'Check pump P-201 and valve V-211'],
  ['E-407', 'Filler', 'Filler bowl pressure high', '灌装缸压力高', 'Vent valve V-215 stuck; pressure controller set wrong', 'Free the vent valve V-215; check the set point of 1.2 bar'],
  ['E-408', 'Filler', 'Filler bowl pressure low', '灌装缸压力低', 'Air supply below 5.5 bar; leaking bowl seal', 'Check the air supply; replace the bowl seal'],
  ['E-409', 'Filler', 'Filling valve does not close', '灌装阀关不严', 'Valve seal worn; foreign body in the valve', 'Replace the valve seal (work instruction WI-FL-031)'],
  ['E-411', 'Filler', 'Filler main drive overload', '灌装机主驱动过载', 'Bottle jam; gearbox short of oil', 'Clear the jam; check the oil level of the gearbox'],
  ['E-412', 'Filler', 'Product temperature out of limits', '产品温度超限', 'Cooler out of order', 'Stop filling; check the cooler E-204'],
  ['E-415', 'Capper', 'Cap chute empty', '瓶盖滑道缺盖', 'Cap elevator stopped', 'Refill caps; check the elevator'],
  ['E-416', 'Capper', 'Capping torque out of limits', '旋盖扭矩超限', 'Capping head clutch worn', 'Set the clutch to 1.6 N·m or replace it'],
  ['E-417', 'Capper', 'Capping head does not rise', '旋盖头不上升', 'Cam roller broken', 'Replace the cam roller'],
  ['E-418', 'Capper', 'Cap missing after capper', '旋盖后缺盖', 'Pick-up disc worn', 'Replace the pick-up disc'],
  ['E-421', 'Labeller', 'Label web torn', '标签带断裂', 'Web tension too high', 'Thread the web; set the brake to 3 N'],
  ['E-422', 'Labeller', 'Glue temperature low', '胶温过低', 'Heater burnt out', 'Replace the heater; wait until 150 °C'],
  ['E-423', 'Labeller', 'Label not detected', '未检测到标签', 'Sensor dirty', 'Clean the sensor B42'],
  ['E-426', 'Inspection', 'Inspection camera offline', '检测相机离线', 'Network cable loose', 'Plug in the cable; restart the camera'],
  ['E-427', 'Inspection', 'Reject blower pressure low', '剔除气压低', 'Air below 4.0 bar', 'Check the pressure regulator R-33'],
  ['E-428', 'Inspection', 'Too many rejects in a row', '连续剔除过多', 'Fill level or cap fault upstream', 'Stop the line; check filler and capper'],
  ['E-431', 'Packer', 'Packer film end', '包装膜用尽', 'Film reel empty', 'Change the film reel'],
  ['E-432', 'Packer', 'Shrink tunnel over temperature', '热收缩炉超温', 'Fan stopped', 'Check the fan; let the tunnel cool below 120 °C'],
  ['E-433', 'Packer', 'Sealing bar not down', '封切刀未到位', 'Cylinder short of air', 'Check the air and the cylinder sensor'],
  ['E-434', 'Packer', 'Pack counter mismatch', '计数不符', 'Fallen bottle', 'Set up the bottle; reset the counter'],
  ['E-441', 'Palletiser', 'Layer not complete', '层码不满', 'Packs missing', 'Complete the layer by hand; acknowledge'],
  ['E-442', 'Palletiser', 'Light curtain broken', '光幕被触发', 'Somebody entered the cell', 'Leave the cell; acknowledge at the gate'],
  ['E-443', 'Palletiser', 'Lift drive fault', '升降驱动故障', 'Brake resistor too hot', 'Wait 10 min; check the brake'],
  ['E-451', 'CIP', 'CIP caustic concentration low', 'CIP 碱液浓度低', 'Dosing pump empty', 'Refill caustic; vent the dosing pump'],
  ['E-452', 'CIP', 'CIP return temperature low', 'CIP 回流温度低', 'Steam valve closed', 'Open the steam valve; check 78 °C'],
  ['E-453', 'CIP', 'CIP flow too low', 'CIP 流量低', 'Return pump P-220 lacks prime', 'Vent pump P-220'],
  ['E-454', 'CIP', 'CIP final rinse not clean', 'CIP 终冲未达标', 'Rinse time too short', 'Repeat step 5'],
  ['E-461', 'Utilities', 'Compressed air pressure low', '压缩空气压力低', 'Compressor AC-75 stopped; leak', 'Check the compressor AC-75; look for leaks'],
  ['E-462', 'Utilities', 'Control voltage failed', '控制电压故障', 'Fuse F24 blown', 'Replace the fuse; look for a short circuit'],
  ['E-463', 'Utilities', 'UPS on battery', 'UPS 电池供电', 'Mains failed', 'Shut the line down in order'],
  ['E-471', 'Drives', 'Frequency converter fault conveyor C-12', '输送机 C-12 变频器故障', 'See the display of the converter RF300', 'Read the fault code F00xx at the converter'],
  ['E-472', 'Drives', 'Servo drive capper not ready', '旋盖伺服未就绪', 'Emergency stop acknowledged too early', 'Acknowledge again; wait 20 s'],
  ['E-473', 'Drives', 'Encoder filler failed', '灌装机编码器故障', 'Encoder cable damaged', 'Replace the cable; reference the filler'],
  ['E-481', 'Safety', 'Emergency stop filler', '灌装机急停', 'Emergency stop pressed', 'Unlock the emergency stop; acknowledge'],
  ['E-482', 'Safety', 'Safety controller fault', '安全控制器故障', 'Wiring fault on a door switch', 'Read the diagnosis of the safety controller'],
  ['E-483', 'Safety', 'Rope pull switch conveyor', '输送机拉绳开关动作', 'Rope pulled or torn', 'Reset the switch; check the rope'],
];

const PLAN: string[][] = [
  ['Asset', 'Equipment', 'Task', 'Interval', 'Duration', 'Tools and material', 'Responsible'],
  ['P-201', 'KP-40', 'Check oil level and leaks', '1 week', '10 min', 'torch', 'operator'],
  ['P-201', 'KP-40', 'Change bearing oil', '4000 h', '45 min', 'oil ISO VG 46 0.45 L; sealing ring', 'mechanic'],
  ['P-201', 'KP-40', 'Check coupling alignment', '12 months', '90 min', 'dial gauge; shims', 'mechanic'],
  ['P-202', 'KP-60', 'Check oil level and leaks', '1 week', '10 min', 'torch', 'operator'],
  ['P-202', 'KP-60', 'Change bearing oil', '3000 h', '50 min', 'oil ISO VG 68 0.70 L; sealing ring', 'mechanic'],
  ['P-202', 'KP-60', 'Measure vibration', '3 months', '20 min', 'vibration meter', 'condition monitoring'],
  ['D-201', 'RF300', 'Clean fan and air duct', '1 month', '15 min', 'dry compressed air', 'electrician'],
  ['D-201', 'RF300', 'Check terminal torque', '6 months', '30 min', 'torque screwdriver', 'electrician'],
  ['K-301', 'AC-75', 'Check belt tension', '500 h', '30 min', 'spring balance; rule', 'mechanic'],
  ['K-301', 'AC-75', 'Change oil and oil filter', '4000 h', '2 h', 'Rotoil 46 38 L; filter AC75-1205', 'mechanic'],
  ['K-301', 'AC-75', 'Replace separator element', '8000 h', '3 h', 'element AC75-1310', 'mechanic'],
  ['F-310', 'air filter', 'Replace filter cartridge', '6 months', '20 min', 'cartridge FC-310', 'mechanic'],
  ['FL-1', 'filler', 'Grease filler bearing', '1 month', '25 min', 'food grade grease 40 g', 'mechanic'],
  ['FL-1', 'filler', 'Replace filling valve seals', '12 months', '8 h', 'seal kit FV-48', 'mechanic'],
  ['FL-1', 'capper', 'Check capping torque', '1 week', '20 min', 'torque tester', 'quality'],
  ['T-201', 'buffer tank', 'Inspect and clean the tank', '6 months', '6 h', 'permit to enter; gas detector', 'contractor'],
];

export function maintenancePlan(): string {
  const quote = (value: string) => (/[",;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return `${PLAN.map((row) => row.map(quote).join(',')).join('\r\n')}\r\n`;
}

const escape = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A workbook with the fault codes: a title line, a header, a row a code. */
export async function faultWorkbook(): Promise<Buffer> {
  const rows = [['Filling line 1: fault codes (FC-FL1, issue 5, 2024-02)'], ['Code', 'Station', 'Text', '文本', 'Cause', 'Action'], ...LINE_FAULTS];
  const cells = (row: readonly string[], number: number) => row.map((value, column) => `<c r="${String.fromCharCode(65 + column)}${number}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`).join('');
  const sheet = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.map((row, index) => `<row r="${index + 1}">${cells(row, index + 1)}</row>`).join('')}</sheetData><mergeCells count="1"><mergeCell ref="A1:F1"/></mergeCells></worksheet>`;
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    '_rels/.rels': '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Fault codes" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': sheet,
  };
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name, { mtime: new Date('2024-02-01T00:00:00Z') });
  zip.end();
  return buffer(zip.outputStream);
}
