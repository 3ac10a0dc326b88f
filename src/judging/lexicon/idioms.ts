import type { Phrases } from './topic-entry.ts'

/**
 * Fixed expressions whose words mean something else than by themselves: a "hot dog" is no dog. Whoever asks for the expression itself
 * still finds it.
 */
export const IDIOMS: Phrases = {
  en: 'hot dog, corn dog, chili dog, dog days, dog tired, downward dog, dog eat dog, hair of the dog, snoop dogg, recipe for disaster, recipe for success, piece of cake, takes the cake, icing on the cake, spill the tea, spilling the tea, this tea, hear this tea, food for thought, couch potato, hot potato, bread and butter, cash cow, power plant, nuclear plant, plant based, manufacturing plant, plant manager, a plant the whole, planted my foot, game changer, game changing, game plan, chicken stock, beef stock, vegetable stock, stock photo, out of stock, back in stock, in stock, stock footage, river bank, riverbank, blood bank, bank holiday, bank heist, bank robbery, love interest, point of interest, saved the date, save the date, save the day, saved by, save this, save this video, save for later, save it for later, save this for later, saved my life, save my life, saves three penalties, saved three penalties, shot saved, penalty save, in the long run, run out of, ran out of, run away, running late, running out of, running errands, trial run, home run, test run, train station, train ride, night train, train tracks, train conductor, train travel, cooked my opponent, we are cooked, were cooked, im cooked, i am cooked, so cooked, let him cook, let her cook, let them cook, he cooked, cook the books, chefs kiss, work out between, work out for us, work out for me, works out in the end, worked out in the end, working out the kinks, work of art, heavy lifting, strength of mine, strength to strength, exercise caution, exercises his power, exercise your rights, exercise my right, exercise in the book, boxer briefs, james bond, pet peeve, pet name, teachers pet, car pet, cat nap, copy cat, cat eye, cat eyes, monty python, adams apple, adam apple, big apple, apple of my eye, apple martini, apple cider vinegar, travel size, travel mug, time travel, dress code, dress rehearsal, salad dressing, dressing room, code red, qr code, zip code, area code, bar code, cheat code, code of conduct, code word, use code, phone call, phone number, window shopping, nail biting, hit the nail, face the music, music to my ears, state of the art, martial arts, art of the deal, beauty sleep, sleeping beauty, skin in the game, thick skin, skin of my teeth, butter up, jam session, traffic jam, pearl jam, sugar daddy, sugar coat, stretch limo, stretch of road, stretch the truth, oak planks, wood planks, plank floor, square root, square roots, square garden, madison square garden, olive garden, garden state, worth its weight, weight off my, dead weight, root of the problem, roots of the bug, root cause, root for, rooting for, leaf blower, toronto maple leafs, maple leafs, watering hole, jungle gym, tree bark, by their bark, its bark, bark is worse, so fetch, make fetch happen, sit down, stay tuned, trick or treat, treat yourself, boy band, rubber band, our band, my band, the band, wedding band, shoulder to cry on, cold shoulder, chip on my shoulder, no rest for, core memory, core memories, apple core, boss fight, boss battle, rent free, cash me outside, credit to, credits roll, post credits, dollar store, dollar tree, million dollar, million dollar question, dollhouse, golden hour, bull market, bear market, bear hug, the bear, teddy bear, gummy bear, wolf of wall street, gold digger, rat race, rat king, guinea pig, pig out, crash course, crash diet, trail mix, on the house, house music, full house, house of cards, house party, head start, head over heels, high heels, kick start, fresh start, spring cleaning, spring break, mouse pad, computer mouse, mickey mouse, bug bounty, bed bug, love bug, travel bug, green light, traffic light, light bulb, light work, make light of, red light, story time, screen time, sponsored by coffee, ad hoc, not an ad, before and after, photo dump, brain dump, shell shock, in a nutshell, seal the deal, fish for compliments, big fish, cool beans, spill the beans, full of beans, big cheese, say cheese, cheesy pick up, butterflies, in a pickle, peach fuzz, cherry on top, cherry pick, couch surfing, channel surfing, surf the web, web of lies, spider man, bat man, cat woman, ant man, iron man, iron out, pump it up, pump the brakes, press conference, press release, bench warmer, pull over, sit this one out, push back, push notification, lunge at, raise the bar, set the bar, bar exam, bar fight, crunch time, number crunching, curling iron, ice cream cake, dumb bell end',
  es: 'base de plantas, perrito caliente, perritos calientes, vida perra, semana mas perra, dia de perros, pan comido, planta baja, planta del pie, planta nuclear, planta del edificio, me dejo plantada, me dejo plantado, banco del parque, banco de arena, fuerzas armadas, fuerzas del congreso, fuerza aerea, ser la leche, media naranja, dar la lata, tirar la toalla, a dieta de series, tren de vida, bolsa de plastico, bolsa de basura',
  de: 'hundert tage, auf den hund gekommen, hund in der pfanne, bank im park, senf dazu, abwarten und tee trinken, kuchen essen, roter faden, schwein gehabt, katzenjammer, sendung mit der maus, spar dir, spar dir das',
  fr: 'base de plantes, temps de chien, vie de chien, hot dog, mal de chien, plante des pieds, plante du pied, plantee devant, me suis plante, m a plantee, banc public, bourse aux vetements, bourse aux livres, bijoux en argent, en argent massif, argent 925, couteau en argent, poser un lapin, manger froid, appel a la raison, rappel du film, rappel de produit, tarte a la creme, du gateau',
  pt: 'base de plantas, cachorro quente, frio de cachorro, vida de cao, planta baixa, planta do pe, planta da casa, banco da praca, banco de areia, banco de reserva, mao na massa, pao duro, leite derramado, bolo de dinheiro, dar um bolo, levei um bolo, guia turistico, guia de viagem, bolsa de mao',
}

/**
 * Words with two meanings, by the topics that tell which one is meant. When what is asked for is about one and the video about another,
 * the word says nothing: "Apple tips" are not about pie.
 */
export const HOMONYMS: readonly { words: string; senses: readonly (readonly string[])[] }[] = [
  {
    words: 'apple apples',
    senses: [
      ['tech', 'programming', 'ai'],
      ['cooking', 'baking', 'healthy food', 'gardening', 'alcohol', 'meal prep'],
    ],
  },
  {
    words: 'python pythons',
    senses: [
      ['programming', 'tech', 'ai'],
      ['wildlife', 'pets'],
      ['comedy', 'movies'],
    ],
  },
  {
    words: 'java',
    senses: [
      ['programming', 'tech'],
      ['coffee', 'travel'],
    ],
  },
  {
    words: 'rust ruby swift shell script',
    senses: [
      ['programming', 'tech'],
      ['fashion', 'cars', 'diy', 'music'],
    ],
  },
  {
    words: 'mouse mice bug bugs',
    senses: [
      ['tech', 'programming', 'gaming'],
      ['wildlife', 'pets', 'cats', 'gardening'],
    ],
  },
  {
    words: 'stock stocks share shares bond bonds',
    senses: [
      ['investing', 'personal finance', 'business'],
      ['cooking', 'movies'],
    ],
  },
  { words: 'foundation base blush primer', senses: [['makeup'], ['real estate', 'diy', 'cooking']] },
  {
    words: 'highlight highlights',
    senses: [
      ['makeup', 'hair'],
      ['football', 'sports', 'gaming'],
    ],
  },
  { words: 'plant plants planting', senses: [['houseplants', 'gardening'], ['vegan']] },
  {
    words: 'training trainer train',
    senses: [['dogs'], ['fitness', 'running', 'sports', 'football'], ['travel'], ['programming', 'ai']],
  },
  {
    words: 'form core band bands plank planks press',
    senses: [['fitness', 'mobility', 'yoga'], ['music'], ['diy', 'home decor'], ['politics']],
  },
  { words: 'nail nails polish', senses: [['nails'], ['diy']] },
  {
    words: 'golden lab boxer boxers husky pug',
    senses: [['dogs', 'pets'], ['sports'], ['fashion', 'photography']],
  },
  { words: 'budget', senses: [['personal finance', 'investing'], ['travel'], ['tech', 'gaming']] },
  {
    words: 'exercise exercises ejercicio ejercicios exercice exercices ubung ubungen exercicio exercicios',
    senses: [
      ['fitness', 'mobility'],
      ['studying', 'languages'],
    ],
  },
  {
    words: 'pitch match goal goals meta metas',
    senses: [
      ['football', 'sports'],
      ['business', 'career', 'personal finance', 'mental health'],
    ],
  },
  { words: 'football futbol futebol', senses: [['football'], ['american football']] },
  { words: 'gol gols', senses: [['football', 'sports'], ['cars']] },
  {
    words: 'skill skills',
    senses: [['football', 'sports'], ['hair', 'makeup'], ['career', 'business'], ['gaming']],
  },
  {
    words: 'marathon marathons maraton maratona',
    senses: [['running', 'sports', 'fitness'], ['movies'], ['studying']],
  },
  {
    words: 'run running race corrida corridas correr carrera laufen course',
    senses: [['running', 'sports', 'fitness'], ['politics'], ['cars'], ['diy', 'cleaning']],
  },
  {
    words: 'reading read lesen lectura lecture leitura',
    senses: [['books', 'studying'], ['astrology'], ['tech']],
  },
  {
    words: 'book books booking livre livres libro',
    senses: [['books', 'studying'], ['travel'], ['weight loss'], ['fast food']],
  },
  {
    words: 'skin skins piel peau pele haut',
    senses: [['skincare', 'makeup'], ['gaming'], ['cooking'], ['football', 'sports', 'movies']],
  },
  {
    words: 'routine routines rutina rutinas rotina',
    senses: [['skincare', 'makeup', 'hair'], ['fitness', 'mobility', 'yoga'], ['cleaning'], ['dance']],
  },
  {
    words: 'cleanser toner mask',
    senses: [['skincare'], ['cleaning', 'diy'], ['tech']],
  },
  {
    words: 'yarn yarns',
    senses: [['knitting'], ['programming'], ['comedy']],
  },
  {
    words: 'hook hooks crochet',
    senses: [['knitting'], ['sports'], ['outdoors'], ['hair']],
  },
  {
    words: 'backpack backpacks backpacking mochila rucksack',
    senses: [
      ['travel', 'outdoors'],
      ['gaming', 'programming'],
      ['studying', 'parenting', 'fashion'],
    ],
  },
  { words: 'chord chords acorde acordes akkord akkorde accord accords', senses: [['guitar'], ['piano']] },
  {
    words: 'cifra cifras',
    senses: [
      ['guitar', 'piano', 'music'],
      ['personal finance', 'business', 'investing', 'football'],
    ],
  },
  {
    words: 'cake cakes baked bread',
    senses: [
      ['baking', 'cooking'],
      ['sports', 'dance'],
      ['business', 'get rich quick'],
    ],
  },
  { words: 'notes note', senses: [['studying'], ['music']] },
  {
    words: 'pot pots',
    senses: [
      ['houseplants', 'gardening'],
      ['cooking', 'meal prep'],
    ],
  },
  {
    words: 'bank savings saved',
    senses: [['personal finance', 'investing'], ['football', 'sports'], ['outdoors']],
  },
]

/** German words that merely look like compounds of a word. */
export const NO_COMPOUNDS: ReadonlySet<string> = new Set(
  'kindergarten interessen interesse vergessen besessen pressen messen fressen erpressen transport transporte rapport export import sporthose kommode moderne parkbank datenbank kraftwerk kraftfahrer kraftfahrzeug hundert hunderte jahrhundert preise preisen kreise kreisen beweise beweisen verreise greise speise speisen weise weisen karte karten arten starten garten warten sparten sparta spartaner sparen geldbeutel spargel sparkle katzenjammer hausarbeit weltreise kuchenbrett regierung trainieren sortieren studieren fotografieren gartenzwerg blattfeder blattfedern blattern zeitungsblatt tierarzt hundemude hundstage schweinehund muskelkater kater seehund wachtmeister'.split(
    ' ',
  ),
)
