import { contents, list, type Manual, notice, paragraphs, steps, table } from './markup.ts';
import type { Pump } from './pump-data.ts';

const CHAPTERS: [string, boolean][] = [
  ['1 About this manual', false],
  ['2 Safety', false],
  ['3 Technical data', false],
  ['3.1 Ratings', true],
  ['3.2 Alarm and trip limits', true],
  ['3.3 Tightening torques', true],
  ['3.4 Clearances and settings', true],
  ['4 Installation', false],
  ['4.1 Foundation', true],
  ['4.2 Aligning the coupling', true],
  ['4.3 Piping', true],
  ['5 Start-up and operation', false],
  ['5.1 Before the first start', true],
  ['5.2 Starting', true],
  ['5.3 Stopping', true],
  ['5.4 Standing idle', true],
  ['6 Maintenance', false],
  ['6.1 Maintenance intervals', true],
  ['6.2 Changing the bearing oil', true],
  ['6.3 Replacing the mechanical seal', true],
  ['6.4 Replacing the bearings', true],
  ['6.5 Checking the wear rings', true],
  ['7 Troubleshooting', false],
  ['8 Spare parts', false],
];

export function pumpManual(pump: Pump, pages: Map<string, number>): Manual {
  return {
    file: pump.file,
    language: 'en',
    title: `${pump.model} Process Pump – Operating and Maintenance Manual`,
    head: [`Kestrel ${pump.model}`, 'Operating and Maintenance Manual'],
    foot: `${pump.number} Rev. ${pump.revision}`,
    body: [cover(pump), contents('Contents', CHAPTERS, pages), about(pump), data(pump), installation(pump), operation(pump), maintenance(pump), troubleshooting(pump), parts(pump)].join('\n'),
  };
}

function cover(pump: Pump): string {
  return `<section class="cover"><div class="maker">KESTREL PUMPS</div>
<div><p class="title">${pump.model} Process Pump</p><p class="kind">Operating and Maintenance Manual</p></div>
<div class="facts"><p>Document no. ${pump.number}</p><p>Revision ${pump.revision}, ${pump.date}</p><p>Valid for serial numbers ${pump.serials}</p></div></section>`;
}

function about(pump: Pump): string {
  return `<h1>1 About this manual</h1>${paragraphs(
    `This manual describes the single-stage process pump ${pump.model} with bearing bracket, mechanical seal and flexible coupling. It is written for fitters and operators who have been instructed on the machine.`,
    `The pump moves clean or slightly soiled water and water-like liquids without long fibres. Solids of up to 3 % by volume and 2 mm grain are permitted. Any other use needs the written consent of Kestrel Pumps.`,
    'Keep the manual where it can be read beside the machine. Settings given here hold for the serial numbers printed on the cover; the type plate on the bearing bracket shows the serial number of your pump.',
  )}
<h1>2 Safety</h1>
${notice('danger', 'Rotating parts and live terminals kill. Lock the main switch in the off position and hang up the warning tag before any cover or guard is removed.')}
${notice('warning', `Liquid of up to 90 °C can spray from loosened flanges. Close both isolating valves, drain the casing and wait until the casing has cooled below 40 °C.`)}
${notice('caution', 'Running dry destroys the mechanical seal within seconds. Never switch the pump on, not even to test the direction of rotation, before it has been filled and vented.')}
${paragraphs('Wear eye protection and cut-resistant gloves for all work inside the casing. Lift the pump only by the eyes on the bearing bracket and the discharge flange; the eye of the motor carries the motor alone.')}`;
}

function data(pump: Pump): string {
  return `<h1>3 Technical data</h1><h2>3.1 Ratings</h2>
${table('Table 1: Ratings', ['Quantity', 'Value', 'Remark'], [
  ['Rated flow', pump.flow, 'water, 20 °C'],
  ['Rated head', pump.head, 'at rated flow'],
  ['Rated speed', pump.speed, '50 Hz supply'],
  ['Motor power', pump.power, 'IE3, 400 V'],
  ['Weight with motor', pump.weight, 'without base plate'],
  ['Maximum casing pressure', pump.maxPressure, 'at 20 °C'],
  ['Liquid temperature', pump.temperature, 'standard seal'],
  ['NPSH required', pump.npsh, 'at rated flow'],
  ['Sound pressure level', pump.noise, 'at 1 m distance'],
  ['Starts per hour', pump.startsPerHour, 'evenly spread'],
])}
<h2>3.2 Alarm and trip limits</h2><p>The limits are set in the pump controller at the factory. The alarm calls the operator; the trip stops the pump at once.</p>
${table('Table 2: Alarm and trip limits', ['Measured value', 'Alarm', 'Trip'], [
  ['Bearing temperature', pump.bearingAlarm, pump.bearingTrip],
  ['Vibration velocity, bearing bracket (r.m.s.)', pump.vibrationAlarm, pump.vibrationTrip],
  ['Suction pressure (low)', pump.suctionMin, '0.1 bar'],
  ['Seal chamber level (low)', '25 %', '10 %'],
])}
<h2>3.3 Tightening torques</h2><p>The torques hold for clean, lightly oiled threads. Tighten crosswise in three passes.</p>
${table('Table 3: Tightening torques', ['Connection', 'Thread', 'Torque'], [
  ['Coupling bolts', pump.couplingThread, pump.couplingBolts],
  ['Foundation bolts', pump.foundationThread, pump.foundationBolts],
  ['Casing cover bolts', pump.casingThread, pump.casingBolts],
  ['Seal gland nuts', 'M8', pump.sealGland],
  ['Impeller nut', 'M20 × 1.5', pump.impellerNut],
  ['Bearing cover bolts', 'M8', pump.bearingCover],
  ['Oil drain plug', 'G 1/4', pump.drainPlug],
])}
<h2>3.4 Clearances and settings</h2>
${table('Table 4: Clearances and settings', ['Setting', 'New', 'Limit'], [
  ['Impeller to casing, axial', pump.impellerClearance, '+0.15 mm'],
  ['Wear ring, diametral', pump.wearRingNew, pump.wearRingLimit],
  ['Shaft run-out at the seal', '0.02 mm', pump.shaftRunout],
  ['Coupling gap', pump.couplingGap, '± 0.5 mm'],
  ['Coupling alignment, angular', '–', pump.angularAlignment],
  ['Coupling alignment, parallel', '–', pump.parallelAlignment],
  ['Seal setting dimension', pump.sealSetting, '± 0.5 mm'],
])}`;
}

function installation(pump: Pump): string {
  return `<h1>4 Installation</h1><h2>4.1 Foundation</h2>${paragraphs(
    'Set the base plate on a cured concrete block whose mass is at least three times that of the pump set. Level the machined pads to 0.2 mm per metre with steel shims beside each foundation bolt.',
    `Grout the base plate without shrinkage and let the grout cure for 48 h. Then tighten the foundation bolts (${pump.foundationThread}) to ${pump.foundationBolts} and check the level again.`,
  )}
<h2>4.2 Aligning the coupling</h2><p>Pump and motor are aligned at the factory, but transport and grouting shift them. Align at room temperature, with the piping connected.</p>
${steps(
  [notice('danger', 'Lock the main switch in the off position. An unexpected start tears off fingers.'), 'Remove the coupling guard.'],
  `Set the coupling gap to ${pump.couplingGap} with a feeler gauge.`,
  `Measure the angular misalignment with a dial gauge over one turn; it must not exceed ${pump.angularAlignment}.`,
  `Measure the parallel misalignment; it must not exceed ${pump.parallelAlignment}.`,
  `Correct with shims under the motor feet, then tighten the coupling bolts (${pump.couplingThread}) crosswise to ${pump.couplingBolts}.`,
  'Fit the coupling guard and check that nothing touches it when the shaft is turned by hand.',
)}
<h2>4.3 Piping</h2>${paragraphs(
    'Support the pipes so that they put no force on the flanges. The suction pipe must rise steadily towards the pump and be one nominal size larger than the suction flange; fit the reducer with its flat side on top.',
    `Connect the flushing line of the seal chamber. Flush with clean water at ${pump.flushPressure} above the suction pressure.`,
    'Fit a strainer of 1 mm mesh in the suction pipe for the first 50 h of operation, then remove it.',
  )}`;
}

function operation(pump: Pump): string {
  return `<h1>5 Start-up and operation</h1><h2>5.1 Before the first start</h2>
${steps(
  `Fill the bearing bracket with ${pump.oilQuantity} of oil ${pump.oilType} up to the middle of the sight glass.`,
  'Open the suction valve fully and the vent cock until liquid without bubbles comes out, then close the vent cock.',
  'Turn the shaft by hand: it must turn freely and evenly.',
  [notice('caution', 'Test the direction of rotation only with the pump filled. Running dry destroys the mechanical seal.'), 'Switch the motor on and off at once and compare the direction of rotation with the arrow on the casing.'],
)}
<h2>5.2 Starting</h2>
${steps(
  'Open the suction valve fully and close the discharge valve.',
  'Open the flushing line of the seal.',
  'Switch the motor on.',
  [notice('caution', 'Do not run against the closed discharge valve for more than 60 s: the liquid in the casing boils.'), 'As soon as the motor has reached its speed, open the discharge valve slowly until the rated flow is reached.'],
  'Check the bearing temperature every 15 min until it is steady.',
)}
<p>The pump may be started at most ${pump.startsPerHour} times an hour.</p>
<h2>5.3 Stopping</h2>
${steps('Close the discharge valve.', 'Switch the motor off and watch the shaft run down evenly.', 'Close the flushing line after the shaft has stopped.', 'Where frost is possible, drain the casing through the drain plug.')}
<h2>5.4 Standing idle</h2>${paragraphs(
    'Turn the shaft of a pump that stands idle by hand for five turns once a week, so that the bearings do not mark their races.',
    `A pump that stands idle for more than ${pump.standby} is drained, dried and filled with preserving oil. Change the bearing oil before it is put back into service.`,
  )}`;
}

function maintenance(pump: Pump): string {
  return `<h1>6 Maintenance</h1><h2>6.1 Maintenance intervals</h2>
${table('Table 5: Maintenance intervals', ['Interval', 'Task', 'Section'], [
  ['daily', 'Check for leaks, noise and bearing temperature', '–'],
  ['weekly', 'Check the oil level at the sight glass', '6.2'],
  [`after the first ${pump.firstOilChange}`, 'First change of the bearing oil', '6.2'],
  [`every ${pump.oilChange}`, 'Change the bearing oil', '6.2'],
  ['every 6 months', `Grease the motor bearings with ${pump.greaseQuantity} each`, '–'],
  ['yearly', 'Check the coupling alignment', '4.2'],
  ['every 2 years', 'Check the wear rings', '6.5'],
])}
<h2>6.2 Changing the bearing oil</h2>
${steps(
  'Run the pump until the bearing bracket is warm, then stop it and lock the main switch in the off position.',
  [notice('warning', 'Hot oil burns the skin. Wear heat-resistant gloves and let the oil cool below 60 °C.'), 'Set a tray under the bearing bracket and remove the oil drain plug.'],
  `Let the oil run out for 10 min, clean the plug and tighten it with a new sealing ring to ${pump.drainPlug}.`,
  `Fill in ${pump.oilQuantity} of oil ${pump.oilType} through the breather opening.`,
  'Check the oil level at the sight glass after 5 min of operation.',
)}
<p>Dispose of the used oil according to local rules; never mix oils of different makes.</p>
<h2>6.3 Replacing the mechanical seal</h2><p>Time needed: about 3 h for one fitter. Tools: impeller puller, dial gauge, torque wrench 10 to 150 N·m. Part: mechanical seal ${pump.sealPart}.</p>
${steps(
  [notice('danger', 'Lock the main switch in the off position, close both isolating valves and drain the casing before the casing cover is loosened.'), 'Remove the coupling guard and the coupling spacer.'],
  'Loosen the casing cover bolts crosswise and pull the bearing bracket with the cover out of the casing.',
  'Hold the shaft at the coupling, loosen the impeller nut and pull the impeller off with the puller.',
  'Undo the seal gland nuts and push the old seal off the shaft sleeve.',
  `Clean the sleeve and measure the shaft run-out at the seal; it must not exceed ${pump.shaftRunout}.`,
  [notice('caution', 'Never touch the sliding faces of the new seal with bare fingers; wipe them with alcohol and a lint-free cloth.'), `Wet the rubber parts with soapy water and push the new seal on until the setting dimension of ${pump.sealSetting} is reached.`],
  `Tighten the seal gland nuts evenly to ${pump.sealGland}.`,
  `Fit the impeller with a new gasket and tighten the impeller nut to ${pump.impellerNut}.`,
  `Insert the bearing bracket and tighten the casing cover bolts crosswise in three passes to ${pump.casingBolts}.`,
  'Fill and vent the pump and watch the seal for leaks during the first 30 min; up to 5 drops a minute are permitted.',
)}
<h2>6.4 Replacing the bearings</h2>
${steps(
  'Remove the mechanical seal as described in section 6.3.',
  'Drain the bearing oil and remove both bearing covers.',
  'Press the shaft out of the bearing bracket towards the coupling.',
  [notice('warning', 'Heated bearings burn the skin. Use tongs and heat-resistant gloves.'), `Heat the new bearings to ${pump.bearingHeat} in an oil bath or with an induction heater and push them on the shaft up to the shoulder.`],
  `Fit the shaft and tighten the bearing cover bolts to ${pump.bearingCover}.`,
  'Turn the shaft by hand; it must run without noise or catching.',
)}
<h2>6.5 Checking the wear rings</h2>${paragraphs(
    `Measure the inner diameter of the wear ring and the outer diameter of the impeller neck at two places each. The difference is the diametral clearance; it is ${pump.wearRingNew} when new.`,
    `Replace the wear ring (${pump.wearRingPart}) when the clearance has reached ${pump.wearRingLimit}. A worn ring lowers the flow and raises the power taken.`,
  )}`;
}

function troubleshooting(pump: Pump): string {
  return `<h1>7 Troubleshooting</h1>
${table('Table 6: Troubleshooting', ['Symptom', 'Possible cause', 'Remedy'], [
  ['Pump does not deliver', 'Air in the casing or suction pipe', 'Fill and vent the pump; look for leaks in the suction pipe'],
  ['Pump does not deliver', 'Wrong direction of rotation', 'Exchange two phases of the motor supply'],
  ['Flow too low', 'Strainer clogged', 'Clean the strainer'],
  ['Flow too low', 'Wear rings worn', 'Replace the wear rings (section 6.5)'],
  ['Bearing runs hot', 'Too much or too little oil', 'Correct the oil level to the middle of the sight glass'],
  ['Bearing runs hot', 'Coupling misaligned', 'Align the coupling (section 4.2)'],
  ['Vibration too high', 'Cavitation', `Raise the suction pressure above ${pump.suctionMin} or throttle the discharge valve`],
  ['Vibration too high', 'Impeller out of balance', 'Clean the impeller; have it balanced'],
  ['Seal leaks', 'Sliding faces damaged by dry running', 'Replace the mechanical seal (section 6.3)'],
  ['Seal leaks', 'Flushing line blocked', 'Clean the flushing line and check the flushing pressure'],
  ['Motor takes too much current', 'Flow above the rated flow', 'Throttle the discharge valve'],
])}`;
}

function parts(pump: Pump): string {
  return `<h1>8 Spare parts</h1><p>State the serial number of the pump with every order.</p>
${table('Table 7: Spare parts', ['Item', 'Designation', 'Part number', 'Quantity'], [
  ['230', 'Impeller', pump.impellerPart, 1],
  ['320', 'Ball bearing, free end', pump.bearingFreePart, 1],
  ['321', 'Ball bearing, drive end', pump.bearingDrivePart, 1],
  ['400', 'Gasket set', pump.gasketPart, 1],
  ['433', 'Mechanical seal', pump.sealPart, 1],
  ['502', 'Wear ring', pump.wearRingPart, 2],
  ['524', 'Shaft sleeve', pump.sleevePart, 1],
  ['840', 'Coupling element', pump.couplingPart, 1],
])}
${list('Recommended stock for two years: one mechanical seal, one set of bearings, one gasket set, two wear rings.', 'Ordering: quote document number and revision of this manual.')}`;
}
