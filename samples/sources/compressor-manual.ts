import { contents, type Manual, notice, paragraphs, steps, table } from './markup.ts';

const CHAPTERS: [string, boolean][] = [
  ['1 How the compressor works', false],
  ['2 Safety', false],
  ['3 Technical data', false],
  ['4 Installing', false],
  ['4.1 Compressor room', true],
  ['4.2 Electrical connection', true],
  ['5 Operation', false],
  ['5.1 Starting and stopping', true],
  ['5.2 Controller messages', true],
  ['6 Service', false],
  ['6.1 Service schedule', true],
  ['6.2 Changing oil and oil filter', true],
  ['6.3 Replacing the separator element', true],
  ['6.4 Tensioning the belts', true],
  ['7 Decommissioning', false],
];

export function compressorManual(pages: Map<string, number>): Manual {
  return {
    file: 'auster-ac-75-manual.pdf',
    language: 'en',
    title: 'AC-75 Screw Compressor – Service Manual',
    head: ['Auster AC-75', 'Service Manual'],
    foot: 'SM-AC75-EN Rev. 4',
    body: [cover(), contents('Contents', CHAPTERS, pages), theory(), safety(), data(), installing(), operation(), service(), decommissioning()].join('\n'),
  };
}

function cover(): string {
  return `<section class="cover"><div class="maker">AUSTER AIR</div>
<div><p class="title">AC-75<br>Screw Compressor</p><p class="kind">Service Manual</p></div>
<div class="facts"><p>Document no. SM-AC75-EN</p><p>Revision 4, 2023-11-20</p><p>Controller software from V3.2</p></div></section>`;
}

const flowFigure = `<figure><svg viewBox="0 0 480 170" width="150mm" xmlns="http://www.w3.org/2000/svg" font-family="DejaVu Sans" font-size="11">
<g fill="none" stroke="#222" stroke-width="2"><rect x="20" y="60" width="70" height="44"/><circle cx="160" cy="82" r="34"/><rect x="250" y="30" width="60" height="110" rx="18"/><rect x="370" y="55" width="80" height="54"/>
<path d="M90 82h36M194 82h56M310 60h60M280 140v18H160v-42"/></g>
<text x="28" y="86">Air filter</text><text x="138" y="86">Air end</text><text x="256" y="90">Separator</text><text x="384" y="86">Aftercooler</text></svg>
<figcaption>Figure 1: Air and oil flow of the AC-75</figcaption></figure>`;

const beltFigure = `<figure><svg viewBox="0 0 420 150" width="120mm" xmlns="http://www.w3.org/2000/svg" font-family="DejaVu Sans" font-size="11">
<g fill="none" stroke="#222" stroke-width="2"><circle cx="90" cy="78" r="46"/><circle cx="320" cy="78" r="30"/><path d="M90 32L320 48M90 124L320 108"/><path d="M205 40v34" stroke-dasharray="4 3"/></g>
<text x="70" y="82">Motor</text><text x="302" y="82">Air end</text><text x="212" y="66">16 mm</text></svg>
<figcaption>Figure 2: Measuring the belt deflection</figcaption></figure>`;

function theory(): string {
  return `<h1>1 How the compressor works</h1><div class="columns">${paragraphs(
    'The AC-75 is an oil-injected screw compressor with a belt drive. Two rotors that mesh without touching draw the air in through the intake filter and the intake valve, enclose it between their lobes and the housing, and press it towards the discharge end. Oil is injected into the rotor chamber; it seals the gaps, lubricates the bearings and carries off most of the heat of compression.',
    'The mixture of air and oil flows into the separator vessel. Most of the oil drops out by its weight and by the change of direction; the separator element holds back the remainder, so that the residual oil content of the compressed air is below 3 mg/m³. The minimum pressure valve behind the separator keeps at least 4.5 bar in the vessel, because without pressure no oil would be pressed back to the air end.',
    'A thermostatic valve leads the oil past the cooler as long as it is colder than 72 °C. Condensation in the oil is thereby avoided: moisture that condenses in the separator vessel emulsifies the oil and destroys the bearings of the air end.',
    'The controller opens and closes the intake valve between the unloading pressure and the loading pressure. When the compressor has run unloaded for 5 min without demand, the motor is switched off and the controller waits for the pressure to fall.',
    'The belts are tensioned by the weight of the motor on its rocker and by the tensioning spindle. Correct tension is the most important condition for a long service life of belts and bearings alike.',
  )}</div>${flowFigure}`;
}

function safety(): string {
  return `<h1>2 Safety</h1>
${notice('danger', 'Compressed air from this machine is not breathing air. Breathing it can kill. Never use it for breathing apparatus without treatment that meets the law.')}
${notice('warning', 'The separator vessel holds pressure after stopping. Open the blow-off cock and wait until the gauge shows 0 bar before any plug, filter or cover is opened.')}
${notice('caution', 'Use only Auster Rotoil 46. Other oils may foam, clog the separator element and void the warranty.')}
${paragraphs('Hearing protection is required within 2 m of the machine with open panels. The emergency stop cuts the control voltage; it does not depressurise the vessel.')}`;
}

function data(): string {
  return `<h1>3 Technical data</h1>
${table('Table 1: Technical data', ['Quantity', 'Unit', 'AC-75 / 8', 'AC-75 / 10'], [
  ['Working pressure', 'bar', '8.0', '10.0'],
  ['Maximum pressure', 'bar', '8.5', '10.5'],
  ['Free air delivery', 'm³/min', '12.6', '10.9'],
  ['Motor power', 'kW', '75', '75'],
  ['Oil quantity', 'L', '38', '38'],
  ['Cooling air', 'm³/h', '9800', '9800'],
  ['Sound pressure level', 'dB(A)', '72', '74'],
  ['Weight', 'kg', '1420', '1420'],
])}
${table('Table 2: Limits of the controller', ['Measured value', 'Warning', 'Shutdown'], [
  ['Discharge temperature of the air end', '105 °C', '112 °C'],
  ['Pressure drop across the separator', '0.8 bar', '1.2 bar'],
  ['Pressure drop across the oil filter', '1.4 bar', '2.0 bar'],
  ['Motor current', '135 A', '148 A'],
])}`;
}

function installing(): string {
  return `<h1>4 Installing</h1><h2>4.1 Compressor room</h2><div class="columns">${paragraphs(
    'Set the machine on a level floor that bears 25 kN/m²; no foundation is needed. Leave at least 1.2 m in front of the control panel and 1.0 m on the other sides, so that filters and coolers can be reached.',
    'The room must be dry and free of dust, between 2 and 40 °C. Warm exhaust air must not be drawn in again: lead it out through a duct whose pressure loss does not exceed 60 Pa, or fit an exhaust fan for the cooling air of Table 1.',
    'Connect the compressed air line with a flexible hose of nominal size DN 65 and a ball valve. Never fit a non-return valve between compressor and receiver; the minimum pressure valve does that already.',
    'Condensate from the aftercooler contains oil and must be treated before it is drained into the sewer.',
  )}</div>
<h2>4.2 Electrical connection</h2>
${steps(
  [notice('danger', 'Live parts kill. Disconnect the supply, lock it off and prove that it is dead before opening the cabinet.'), 'Lead the supply cable of 3 × 70 mm² + PE through the gland into the cabinet.'],
  'Connect L1, L2, L3 and PE; tighten the terminals to 20 N·m.',
  'Fit fuses of 200 A (gG) in the supply.',
  'Check the phase sequence: the controller shows A07 if two phases are exchanged.',
)}`;
}

function operation(): string {
  return `<h1>5 Operation</h1><h2>5.1 Starting and stopping</h2>
${steps('Open the ball valve to the net.', 'Check the oil level at the sight glass: with the machine stopped it stands between the marks.', 'Press the green key; the machine starts unloaded and loads after 12 s.', 'To stop, press the red key; the machine runs unloaded for 30 s and then stops.')}
<p>The factory settings are: unloading pressure 8.0 bar, loading pressure 7.3 bar, unloaded running time 5 min (AC-75 / 8).</p>
<h2>5.2 Controller messages</h2><p>Messages that begin with W call for service while the machine runs on; messages that begin with A stop it.</p>
${table('Table 3: Controller messages', ['Code', 'Message', 'Cause', 'Remedy'], [
  ['W01', 'Discharge temperature high', 'Cooler dirty; oil level low', 'Clean the cooler; top up oil'],
  ['W02', 'Separator differential pressure high', 'Separator element clogged', 'Replace the separator element (section 6.3)'],
  ['W03', 'Oil filter clogged', 'Oil filter dirty', 'Replace the oil filter (section 6.2)'],
  ['W04', 'Air filter clogged', 'Intake filter dirty', 'Replace the intake filter'],
  ['W05', 'Service due', 'Service interval has run out', 'Carry out the service of Table 4 and reset the counter'],
  ['W06', 'Belt check due', '500 h since the last belt check', 'Check the belt tension (section 6.4)'],
  ['A01', 'Discharge temperature too high', 'Thermostatic valve sticks; cooling air blocked', 'Replace the valve insert; clear the air ducts'],
  ['A02', 'Motor overload', 'Voltage too low; bearing damage', 'Measure the supply; check the motor bearings'],
  ['A03', 'Emergency stop', 'Emergency stop pressed', 'Remove the danger, unlock the key, acknowledge'],
  ['A04', 'Vessel pressure too high', 'Intake valve does not close', 'Repair the intake valve'],
  ['A05', 'Temperature sensor fault', 'Cable of sensor PT1 broken', 'Check the cable; replace the sensor'],
  ['A06', 'Pressure sensor fault', 'Signal of sensor PS1 below 3.6 mA', 'Check the cable; replace the sensor'],
  ['A07', 'Wrong direction of rotation', 'Two phases exchanged', 'Exchange two phases of the supply'],
  ['A08', 'Fan motor overload', 'Fan blocked', 'Free the fan; check its motor'],
])}`;
}

function service(): string {
  return `<h1>6 Service</h1><h2>6.1 Service schedule</h2>
${table('Table 4: Service schedule', ['Operating hours', 'Task', 'Part'], [
  ['500 h', 'Check belt tension; clean the cooler', '–'],
  ['2000 h', 'Replace intake filter', 'AC75-1101'],
  ['4000 h', 'Change oil and oil filter', 'AC75-1205'],
  ['8000 h', 'Replace separator element', 'AC75-1310'],
  ['16000 h', 'Replace belts and thermostatic valve insert', 'AC75-1402'],
  ['24000 h', 'Replace motor bearings', 'AC75-1508'],
])}
<p>If the operating hours are not reached within a year, carry out the 2000 h service yearly.</p>
<h2>6.2 Changing oil and oil filter</h2>
${steps(
  'Run the machine until the oil is warm (about 60 °C), then stop it and lock the main switch in the off position.',
  [notice('warning', 'Hot oil under pressure causes severe burns. Open the blow-off cock and wait until the vessel gauge shows 0 bar.'), 'Open the filling plug slowly, then drain the oil from the vessel and the cooler.'],
  'Unscrew the oil filter with a strap wrench, oil the seal of the new filter and screw it on by hand, then half a turn more.',
  'Fill in 38 L of Auster Rotoil 46 and close the filling plug with 60 N·m.',
  [notice('caution', 'Before the first start after an oil change pour 0.5 L of oil into the intake of the air end. Starting it dry damages the rotors.'), 'Start the machine, let it run for 5 min, stop it and top up to the upper mark.'],
)}
<h2>6.3 Replacing the separator element</h2>
${steps(
  [notice('warning', 'The separator vessel holds pressure after stopping. Wait until the vessel gauge shows 0 bar.'), 'Take off the scavenge line and the bolts of the vessel cover, and swing the cover aside.'],
  'Lift out the old element and clean the sealing faces without scratching them.',
  'Insert the new element with both gaskets dry; check that the metal staples of the gaskets are present: they lead off static charge.',
  'Tighten the cover bolts (M16) crosswise to 180 N·m.',
  'Insert the scavenge line so that it stands 2 mm above the bottom of the element.',
)}
<h2>6.4 Tensioning the belts</h2><p>Check new belts after 4 h and after 100 h of operation, then every 500 h.</p>
${steps(
  [notice('danger', 'Moving belts tear off fingers. Lock the main switch in the off position before the belt guard is removed.'), 'Press each belt in the middle of its free length with a force of 50 N.'],
  'Measure the deflection: it must be 16 mm, with new belts 13 mm (Figure 2).',
  'Correct with the tensioning spindle and tighten its lock nut to 85 N·m.',
)}
${beltFigure}`;
}

function decommissioning(): string {
  return `<h1>7 Decommissioning</h1>${paragraphs(
    'Before a standstill of more than 3 months change the oil, run the machine for 10 min, close the ball valve and seal the intake. Turn the air end by hand every month.',
    'Oil, filters and condensate are hazardous waste. The machine weighs 1420 kg; lift it with a fork of at least 1.6 m length through the openings of the base frame.',
  )}`;
}
