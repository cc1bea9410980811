/**
 * npm run test:golden                 the golden vectors beside the checkout, where there are any: ../shared/golden/*
 * npm run test:golden -- DIR [DIR..]  those of the folders: each with case.json, tensors.json, expected.safetensors and the configuration
 * Compares the networks of Spark-TTS with upstream's numbers, whole arrays and real sizes. The short form of it is part of npm test.
 * Where there is a Vulkan driver in VK_DRIVER_FILES, or the software one that comes with Debian's chromium, the WebGPU path is compared as well.
 */
import { existsSync, globSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, testStep } from './steps.ts';

const beside = fileURLToPath(new URL('../../shared/golden', import.meta.url));
const given = process.argv.slice(2);
const folders =
  given.length > 0
    ? given.map(folder => resolve(folder))
    : globSync('*/case.json', { cwd: beside }).map(path => resolve(beside, dirname(path)));

const missing = folders.find(folder => !existsSync(resolve(folder, 'case.json')));
if (folders.length === 0 || missing !== undefined) {
  console.error(
    missing === undefined
      ? `There are no golden vectors in ${beside}. Name a folder: npm run test:golden -- DIR`
      : `${missing} has no case.json. Name a folder with golden vectors: case.json, tensors.json, expected.safetensors, configuration.`,
  );
  process.exit(2);
}
process.env.GOLDEN_FOLDERS = JSON.stringify(folders);
const softwareVulkan = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (!process.env.VK_DRIVER_FILES && existsSync(softwareVulkan)) process.env.VK_DRIVER_FILES = softwareVulkan;
const webGpu = process.env.VK_DRIVER_FILES ? ['test/engine/spark/webgpu-check.ts'] : [];
if (webGpu.length === 0)
  console.error('WebGPU is not compared: no Vulkan driver (apt-get install chromium libvulkan1 brings a software one).');
const { passed } = await run(testStep('golden', ['test/engine/spark/golden-folders.ts', ...webGpu]));
if (!passed) process.exitCode = 1;
