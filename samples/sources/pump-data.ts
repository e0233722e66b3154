/** What differs between the two sibling pumps. Everything else of their manuals is the same. */
export type Pump = {
  model: string;
  file: string;
  number: string;
  revision: string;
  date: string;
  serials: string;
  flow: string;
  head: string;
  speed: string;
  power: string;
  weight: string;
  maxPressure: string;
  temperature: string;
  noise: string;
  npsh: string;
  oilQuantity: string;
  oilType: string;
  firstOilChange: string;
  oilChange: string;
  greaseQuantity: string;
  couplingBolts: string;
  couplingThread: string;
  foundationBolts: string;
  foundationThread: string;
  casingBolts: string;
  casingThread: string;
  sealGland: string;
  impellerNut: string;
  bearingCover: string;
  drainPlug: string;
  angularAlignment: string;
  parallelAlignment: string;
  couplingGap: string;
  impellerClearance: string;
  wearRingNew: string;
  wearRingLimit: string;
  shaftRunout: string;
  sealSetting: string;
  bearingHeat: string;
  bearingAlarm: string;
  bearingTrip: string;
  vibrationAlarm: string;
  vibrationTrip: string;
  suctionMin: string;
  flushPressure: string;
  startsPerHour: string;
  standby: string;
  sealPart: string;
  bearingDrivePart: string;
  bearingFreePart: string;
  impellerPart: string;
  wearRingPart: string;
  gasketPart: string;
  sleevePart: string;
  couplingPart: string;
};

export const KP40: Pump = {
  model: 'KP-40',
  file: 'kestrel-kp-40-manual.pdf',
  number: 'OM-KP40-EN',
  revision: 'C',
  date: 'March 2024',
  serials: '40-2100 to 40-3999',
  flow: '40 m³/h',
  head: '52 m',
  speed: '2950 r/min',
  power: '11 kW',
  weight: '148 kg',
  maxPressure: '10 bar',
  temperature: '-10 to 90 °C',
  noise: '76 dB(A)',
  npsh: '2.8 m',
  oilQuantity: '0.45 L',
  oilType: 'ISO VG 46',
  firstOilChange: '200 h',
  oilChange: '4000 h',
  greaseQuantity: '12 g',
  couplingBolts: '25 N·m',
  couplingThread: 'M8',
  foundationBolts: '65 N·m',
  foundationThread: 'M12',
  casingBolts: '49 N·m',
  casingThread: 'M12',
  sealGland: '14 N·m',
  impellerNut: '72 N·m',
  bearingCover: '22 N·m',
  drainPlug: '30 N·m',
  angularAlignment: '0.05 mm',
  parallelAlignment: '0.08 mm',
  couplingGap: '3.0 mm',
  impellerClearance: '0.30 mm',
  wearRingNew: '0.25 mm',
  wearRingLimit: '0.60 mm',
  shaftRunout: '0.04 mm',
  sealSetting: '38.5 mm',
  bearingHeat: '80 °C',
  bearingAlarm: '85 °C',
  bearingTrip: '95 °C',
  vibrationAlarm: '4.5 mm/s',
  vibrationTrip: '7.1 mm/s',
  suctionMin: '0.3 bar',
  flushPressure: '1.5 bar',
  startsPerHour: '12',
  standby: '3 months',
  sealPart: 'KP40-0433-1',
  bearingDrivePart: 'KP40-0321-6',
  bearingFreePart: 'KP40-0320-8',
  impellerPart: 'KP40-0230-2',
  wearRingPart: 'KP40-0502-4',
  gasketPart: 'KP40-0400-5',
  sleevePart: 'KP40-0524-3',
  couplingPart: 'KP40-0840-7',
};

/** The manual before revision C: what was changed with it. */
export const KP40_REVISION_B: Pump = {
  ...KP40,
  file: 'kestrel-kp-40-manual-rev-b.pdf',
  revision: 'B',
  date: 'May 2022',
  couplingBolts: '22 N·m',
  impellerNut: '65 N·m',
  wearRingLimit: '0.50 mm',
  sealSetting: '37.0 mm',
  flushPressure: '1.2 bar',
  firstOilChange: '150 h',
  oilChange: '3500 h',
  oilQuantity: '0.40 L',
  bearingTrip: '100 °C',
  vibrationAlarm: '5.0 mm/s',
  startsPerHour: '10',
  sealPart: 'KP40-0433-0',
};

export const KP60: Pump = {
  model: 'KP-60',
  file: 'kestrel-kp-60-manual.pdf',
  number: 'OM-KP60-EN',
  revision: 'B',
  date: 'September 2023',
  serials: '60-1400 to 60-2799',
  flow: '60 m³/h',
  head: '68 m',
  speed: '2960 r/min',
  power: '18.5 kW',
  weight: '215 kg',
  maxPressure: '16 bar',
  temperature: '-10 to 110 °C',
  noise: '81 dB(A)',
  npsh: '3.4 m',
  oilQuantity: '0.70 L',
  oilType: 'ISO VG 68',
  firstOilChange: '300 h',
  oilChange: '3000 h',
  greaseQuantity: '18 g',
  couplingBolts: '49 N·m',
  couplingThread: 'M10',
  foundationBolts: '120 N·m',
  foundationThread: 'M16',
  casingBolts: '86 N·m',
  casingThread: 'M14',
  sealGland: '18 N·m',
  impellerNut: '110 N·m',
  bearingCover: '35 N·m',
  drainPlug: '40 N·m',
  angularAlignment: '0.06 mm',
  parallelAlignment: '0.10 mm',
  couplingGap: '4.0 mm',
  impellerClearance: '0.40 mm',
  wearRingNew: '0.32 mm',
  wearRingLimit: '0.75 mm',
  shaftRunout: '0.05 mm',
  sealSetting: '44.0 mm',
  bearingHeat: '90 °C',
  bearingAlarm: '90 °C',
  bearingTrip: '105 °C',
  vibrationAlarm: '5.6 mm/s',
  vibrationTrip: '9.0 mm/s',
  suctionMin: '0.5 bar',
  flushPressure: '2.0 bar',
  startsPerHour: '8',
  standby: '2 months',
  sealPart: 'KP60-0433-4',
  bearingDrivePart: 'KP60-0321-9',
  bearingFreePart: 'KP60-0320-1',
  impellerPart: 'KP60-0230-5',
  wearRingPart: 'KP60-0502-7',
  gasketPart: 'KP60-0400-8',
  sleevePart: 'KP60-0524-6',
  couplingPart: 'KP60-0840-1',
};
