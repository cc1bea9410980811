/**
 * Words of the challenge: 256 common English words of two or three syllables, chosen to sound unlike each other (greedy removal of the
 * closest pair under a phoneme edit distance from some 490 candidates; the closest pair that is left differs in well over one phoneme).
 * The order has no meaning; changing the list asks for a new calibration (bench/challenge).
 */
export const challengeWords: readonly string[] = `
  album alphabet animal apron athlete august avenue balcony bamboo bandana battery bedroom bicycle biscuit bishop
  blanket blossom blueberry bracelet breakfast broccoli buffalo butterfly cabbage cactus cadet campfire canary caravan
  cartoon catalog cathedral cavern cement century ceramic champion chestnut chicken chimney chocolate cinnamon citizen
  clarinet classic cloudy coconut comet compass concert courage coyote crayon cricket crocodile crystal cucumber cushion
  cyclone decade december dentist dinosaur dolphin domino donkey dragon drummer editor elephant eleven emerald energy
  engine envelope evening evergreen fabric famous festival figure flamingo forest fortune forward fountain fragile
  freedom frozen future galaxy garlic giant glory golden gorilla grapefruit gravity hamster harvest helmet holiday
  horizon hotel hundred hurricane indigo insect jaguar jasmine jungle junior justice karate ketchup keyboard kingdom
  koala lagoon language laptop laundry lavender leopard library license liquid lobster logic machine magenta magpie
  manager mansion marathon market marmalade maximum medicine melody mermaid message midnight mineral modern momentum
  monday morning mosaic museum mushroom mustang napkin notebook november nutmeg oatmeal october octopus omega omelet
  opera opinion orange ostrich outfit oxygen parachute parsley passenger pavilion peacock peanut pelican penguin perfume
  picnic picture pineapple pizza platform platinum popcorn portrait potato promise pumpkin pyramid quarter question
  quiver railway recipe reindeer relax remote reptile rescue robot romance rosemary rugby safari saxophone scissors
  second secret sequoia seventy sherbet sheriff shipyard sixty souvenir spider spinach spiral stable stadium statue
  stocking subway sunset surprise swimming syrup telescope tempo thirteen toaster tornado tortoise tractor triangle
  tropical tulip twenty twilight umbrella unicorn useful vanilla victory vinegar vintage volcano volume vulture walrus
  wedding weekend welcome whisker yesterday zigzag zucchini
`
  .trim()
  .split(/\s+/);
