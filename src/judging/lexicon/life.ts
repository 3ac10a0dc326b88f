import type { TopicEntry } from './topic-entry.ts'

export const LIFE = {
  dogs: {
    names:
      'dogs, dog, puppies, puppy, dog training, puppy training, dog lovers, dog care, dogsoftiktok, dog owners, doggo, perros, perro, cachorros, adiestramiento de perros, adiestramiento canino, educacion canina, perritos, hunde, hund, welpen, welpe, hundetraining, hundeerziehung, hundeschule, chiens, chien, chiots, chiot, education canine, dressage, dressage de chien, cachorro, cachorros, caes, cao, filhotes, filhote, adestramento, adestramento de caes',
    core: {
      en: 'dog, dogs, doggo, doggy, puppy, puppies, pup, pupper, dog training, puppy training, dog walk, dog trainer, dogsoftiktok, golden retriever, labrador, corgi, dachshund, wiener dog, german shepherd, husky, beagle, poodle, goldendoodle, labradoodle, doodle dog, pitbull, pit bull, bulldog, french bulldog, frenchie, chihuahua, border collie, aussie shepherd, australian shepherd, shiba, shih tzu, rottweiler, doberman, great dane, dalmatian, greyhound, pomeranian, cocker spaniel, cavalier king charles, boxer dog, mutt, crate training, leash, leash training, recall training, loose leash, zoomies, puppuccino, pup cup, potty training pup, good boy, goodest boy, reactive dog, rescue dog, foster dog, foster fail, bark, barking, dog mom, dog dad, tail wags, wags his tail, wags her tail, dog groomer, sit stay, puppers, bernedoodle, samoyed, akita, terrier',
      es: 'perro, perros, perrito, perritos, perrita, perra rescatada, cachorro, cachorros, cachorrito, cachorra, can, canino, adiestramiento, correa, ladrar, ladra, ladridos, galgo, galgos, golden, labrador, chihuahua, caniche, pastor aleman, mestizo, adiestrador, lomito, lomitos, peludo',
      de: 'hund, hunde, hundchen, welpe, welpen, hundetraining, hundeerziehung, hundeschule, leinenfuhrigkeit, leine, dackel, schaferhund, golden retriever, labrador, ruckruf, hundetrainer, pudel, mops, hundin, vierbeiner, gassi, gassi gehen, bellen, tierschutzhund, beagle, hundeliebe, stubenrein',
      fr: 'chien, chiens, chienne, chiot, chiots, toutou, toutous, education canine, laisse, en laisse, rappel, berger australien, berger allemand, labrador, golden, teckel, bouledogue, caniche, educateur canin, aboie, aboiements, croquettes, dressage',
      pt: 'cachorro, cachorros, cachorra, cachorrinho, cao, caes, filhote, filhotes, adestramento, adestrador, adestrar, vira lata, doguinho, dogs, golden, labrador, pinscher, shih tzu, guia, coleira, latido, latindo, latir, caramelo, passeio com cachorro, pet',
    },
    hints: {
      en: 'pet, pets, paw, paws, vet, walk, fetch, treat, treats, fluffy, fluff, tail, bite, biting, pulling, crate, potty, collar, breed, adopt, adopted, adoption, rescue, rescued, senior rescue, foster, grooming, bath time, toys, stay, sit, recall, trainer, command, kennel, lap, bed, good boy, animals, adoptdontshop, boy',
      es: 'mascota, mascotas, patita, patitas, paseo, veterinario, adoptar, adopte, rescatamos, rescate, premio, dormir, educar, truco',
      de: 'haustier, pfote, pfoten, spaziergang, tierarzt, adoptiert, tierschutz, leckerli, trainieren, regen, sitz, platz, eingezogen',
      fr: 'animal, animaux, patte, pattes, promenade, veterinaire, adopte, adoption, friandise, croquette, rappel, apprendre',
      pt: 'mascote, patinha, passeio, veterinario, adotei, adocao, resgate, petisco, ensinar, sentar, puxando',
    },
    emoji: '🐶🐕🐩🦮🐕‍🦺🐾🦴',
    broader: ['pets'],
  },
  cats: {
    names:
      'cats, cat, kittens, kitten, catsoftiktok, cat lovers, gatos, gato, gatitos, katzen, katze, katzchen, chats, chatons, chaton, gatinhos, gatas',
    core: {
      en: 'cat, cats, kitten, kittens, kitty, catsoftiktok, meow, purr, purring, tabby, maine coon, ragdoll cat, siamese, litter box, feline, sphynx, catnip',
      es: 'gato, gatos, gatito, gatitos, gata',
      de: 'katze, katzen, kater, katzchen, miau, kitten',
      fr: 'chat, chats, chaton, chatons, chatte, minou, miaou',
      pt: 'gato, gatos, gatinho, gatinha, gata',
    },
    hints: {
      en: 'whiskers, paws, scratch, vet, pet, pets, fluffy, nap',
      es: 'mascota',
      de: 'haustier, pfote',
      fr: 'animal, patte',
      pt: 'pet',
    },
    emoji: '🐱🐈🐈‍⬛😺😹',
    broader: ['pets'],
  },
  pets: {
    names:
      'pets, pet, animals, cute animals, pet care, mascotas, animales, haustiere, tiere, animaux, animaux de compagnie, animais, animais de estimacao, bichos',
    core: {
      en: 'pet, pets, hamster, bunny, rabbit, guinea pig, parrot, budgie, tortoise, ferret, aquarium, fish tank, veterinarian, animal rescue, animal shelter',
      es: 'mascota, mascotas, conejo, hamster, loro, veterinario',
      de: 'haustier, haustiere, hamster, kaninchen, meerschweinchen, wellensittich, tierarzt',
      fr: 'animal de compagnie, lapin, hamster, perroquet, veterinaire',
      pt: 'pet, pets, coelho, hamster, calopsita, papagaio, veterinario',
    },
    hints: {
      en: 'paws, fluffy, cute, adopt, rescue, vet, animal, animals',
      es: 'animal, adoptar',
      de: 'tier, adoptieren',
      fr: 'animal, adopter',
      pt: 'animal, adotar',
    },
    emoji: '🐾🐹🐰🐇🦜🐠',
    includes: ['dogs', 'cats'],
  },
  wildlife: {
    names:
      'wildlife, reptiles, snakes, nature documentary, zoo, wild animals, bugs, insects, animales salvajes, wildtiere, reptilien, animaux sauvages, animais selvagens',
    core: {
      en: 'snake, snakes, reptile, reptiles, lizard, gecko, zoo, safari, ball python, boa, shed skin, venomous, crocodile, shark, lion, elephant, wildlife, insect, spider, bear cub',
      es: 'serpiente, serpientes, reptil, reptiles, piton, zoologico',
      de: 'schlange, schlangen, reptilien, terrarium, terraristik, zoo, raubtier',
      fr: 'serpent, serpents, reptile, python royal, zoo',
      pt: 'cobra, cobras, reptil, piton, zoologico',
    },
    hints: {
      en: 'feeding, shed, wild, habitat, meter, species, giant, nature',
      es: 'metros',
      de: 'frisst, meter',
      fr: 'salon',
      pt: 'gigante, resgate',
    },
    emoji: '🐍🦎🦁🐘🦈🐛🐊',
  },
  travel: {
    names:
      'travel, traveling, travelling, travel tips, travel vlog, vacation, trips, backpacking, solo travel, adventure, viajes, viajar, viaje, turismo, reisen, reise, reisetipps, urlaub, voyage, voyages, voyager, viagem, viagens, viajar, turismo',
    core: {
      en: 'travel, traveling, traveler, travel tips, itinerary, vacation, backpacking, solo travel, hostel, hotel, airbnb, flight, flights, airport, passport, carry on, packing list, road trip, bucket list, island, resort, beach day, city break, digital nomad, things to do in, hidden gems, tourist, cruise, night train, wanderlust, places to visit, interrail, eurail, hostels, backpacker, backpackers, visa run, layover, flight deal, cheap flights, airfare, travel budget, solo female travel, solo traveler, couchsurfing, guesthouse, sleeper train, travel hack, southeast asia, south america, central america, gap year',
      es: 'viaje, viajes, viajar, viajando, viajera, hotel, hostal, vuelo, vuelos, aeropuerto, mochilero, playa, destinos, turismo, pasaporte, mochilera, mochileros, viajar sola, viaje barato, itinerario, hostel, hostales, vuelos baratos, equipaje de mano, sudamerica, sudeste asiatico',
      de: 'reise, reisen, urlaub, flug, fluge, flughafen, hotel, strand, backpacking, roadtrip, reiseziel, interrail, nachtzug, sehenswurdigkeiten',
      fr: 'voyage, voyages, voyager, vacances, vol, aeroport, hotel, plage, plages, road trip, destination, passeport, backpack, auberge de jeunesse, itineraire, tour du monde, billet d avion, vanlife, bon plan voyage, valise cabine, routard',
      pt: 'viagem, viagens, viajar, ferias, voo, aeroporto, hotel, praia, mochilao, roteiro, passaporte, destinos',
    },
    hints: {
      en: 'trip, city, europe, bali, japan, tokyo, paris, italy, greece, guide, explore, sunset, tour, local, luggage, abroad, day in, vietnam, thailand, cambodia, laos, indonesia, philippines, india, nepal, sri lanka, china, korea, taiwan, mexico, guatemala, costa rica, colombia, peru, bolivia, chile, argentina, brazil, ecuador, spain, portugal, france, germany, switzerland, austria, croatia, albania, turkey, georgia, morocco, egypt, kenya, tanzania, south africa, iceland, norway, scotland, ireland, australia, new zealand, rome, lisbon, barcelona, london, amsterdam, berlin, prague, budapest, istanbul, bangkok, hanoi, seoul, marrakech, dubai, alps, balkans, backpack, rucksack, route, countries, country, per day, solo, itineraries, border, locals, train, nomad',
      es: 'ciudad, europa, mundo, sol, colombia, mexico, peru, bolivia, chile, argentina, ecuador, brasil, cuba, espana, portugal, italia, francia, japon, tailandia, vietnam, marruecos, turquia, mochila, ruta, dolares, euros, pais, paises, tren',
      de: 'stadt, europa, meer, welt, spanien, portugal, italien, frankreich, kroatien, griechenland, turkei, thailand, vietnam, japan, peru, kolumbien, mexiko, norwegen, island, schweiz, osterreich, rucksack, route, lander, zug, hostel',
      fr: 'ville, europe, mer, monde, espagne, portugal, italie, grece, croatie, maroc, perou, colombie, mexique, bresil, thailande, vietnam, japon, islande, norvege, alpes, corse, train, sac, pays, roadtrip',
      pt: 'cidade, europa, mundo, mar, portugal, espanha, italia, franca, grecia, chile, argentina, peru, bolivia, colombia, mexico, japao, tailandia, mochila, rota, paises, trem, hostel, sozinha',
    },
    emoji: '✈️🧳🗺️🏝️🏖️🗼🗽🌴🚂',
    includes: ['outdoors'],
  },
  outdoors: {
    names:
      'camping, hiking, outdoors, nature, vanlife, backpacking, bushcraft, senderismo, acampar, naturaleza, wandern, campen, natur, randonnee, nature, trilha, trilhas, acampamento, natureza',
    core: {
      en: 'hiking, hike, camping, campfire, tent, trail, national park, summit, vanlife, van life, campervan, bushcraft, backpacking, mountain, mountains, waterfall, kayak, climbing, fishing, angler, fishing rod, bait',
      es: 'senderismo, acampar, montana, cascada, camping',
      de: 'wandern, wanderung, camping, zelt, berge, gipfel, wasserfall',
      fr: 'randonnee, camping, tente, montagne, cascade, bivouac',
      pt: 'trilha, acampar, camping, montanha, cachoeira',
    },
    hints: {
      en: 'forest, nature, lake, boots, pines, view, sunrise, outdoor',
      es: 'bosque, lago',
      de: 'wald, see, natur',
      fr: 'foret, lac',
      pt: 'floresta, lago',
    },
    emoji: '🏕️⛺🥾🏔️⛰️🌲',
  },
  studying: {
    names:
      'studying, study, study tips, studytok, students, school, university, college, exams, learning, productivity, estudiar, estudios, universidad, lernen, studium, lerntipps, uni, schule, etudes, etudier, revisions, estudar, estudos, faculdade, vestibular',
    core: {
      en: 'study with me, studytok, study tips, studying, study day, exam, exams, finals, revision, flashcards, pomodoro, lecture, notes app, note taking, homework, essay, thesis, gpa, college, university, med school, law school, textbook, library day, procrastinating, math, sat prep, gcse',
      es: 'estudiar, estudiando, examen, examenes, apuntes, universidad, tarea, oposiciones',
      de: 'lernen, lernplan, klausur, klausuren, klausurenphase, prufung, studium, studieren, abitur, hausarbeit, bachelorarbeit',
      fr: 'etudier, reviser, revisions, examen, partiels, bac, fac, fiches de revision, devoirs, cours',
      pt: 'estudar, estudando, prova, provas, faculdade, vestibular, enem, resumo da materia, concurso',
    },
    hints: {
      en: 'study, class, student, school, notes, focus, book, learn, desk, grades, uni',
      es: 'clase, libro, alumno',
      de: 'uni, schule, buch, semester',
      fr: 'classe, ecole, livre',
      pt: 'aula, escola, livro',
    },
    emoji: '📚✏️📝🎓',
  },
  languages: {
    names:
      'language learning, languages, learn english, learn spanish, learn german, learn french, polyglot, idiomas, aprender ingles, sprachen lernen, sprachen, englisch lernen, apprendre l anglais, langues, aprender idiomas, aprender ingles',
    core: {
      en: 'language learning, learn english, learn spanish, learn french, learn japanese, duolingo, polyglot, fluent, grammar, vocabulary, pronunciation, slang words',
      es: 'aprender ingles, idioma, gramatica, vocabulario',
      de: 'englisch lernen, spanisch lernen, vokabeln, grammatik, sprache lernen',
      fr: 'apprendre l anglais, vocabulaire, grammaire',
      pt: 'aprender ingles, gramatica, vocabulario, idioma',
    },
    hints: {
      en: 'english, spanish, words, accent, phrases',
      es: 'ingles, palabras',
      de: 'englisch, worter',
      fr: 'anglais, mots',
      pt: 'ingles, palavras',
    },
    emoji: '🗣️',
  },
  books: {
    names:
      'books, reading, booktok, book recommendations, literature, libros, lectura, bucher, lesen, livres, lecture, livros, leitura',
    core: {
      en: 'booktok, book, books, reading, novel, author, bookshelf, kindle, tbr, romantasy, bookish, book recommendation, fantasy book, library haul, audiobook, paperback, paperbacks, hardcover, novels, audiobooks, book club, book haul, bookstore, bookshop, library card, bookmark, trilogy, fantasy series, enemies to lovers, slow burn romance, acotar, fourth wing, colleen hoover, dark romance, currently reading, reading list, reading journal, book review, bookstagram',
      es: 'libro, libros, lectura, novela, novelas, leer, leyendo, lectora, lecturas, booktok, resena de libro, saga',
      de: 'buch, bucher, lesen, roman, buchtipp, thriller, romane, buchtok, lesemonat, leseliste, leseempfehlung, buchempfehlung, bucherregal, krimi, neuerscheinung, horbuch, leseratte, lieblingsbuch',
      fr: 'livre, livres, lecture, roman, romans, lire, lectures, bibliotheque, pal, booktok, bouquin, bouquins, polar, librairie, avis lecture, romance',
      pt: 'livro, livros, leitura, romance, ler, lendo, leituras, leitora, booktok, romances, estante, resenha',
    },
    hints: {
      en: 'read, chapter, plot twist, romance, fantasy, stars, pages, novella, thriller, series, shelf, shelves, haul, plot, author, tropes, annotate, tabs, cozy, tale, library',
      fr: 'lisant, autrice, auteur, tome, pages, chapitre',
    },
    emoji: '📖📚',
  },
  fashion: {
    names:
      'fashion, style, outfits, outfit, ootd, streetwear, clothes, clothing, sneakers, thrifting, moda, ropa, estilo, mode, kleidung, stil, vetements, roupas, looks',
    core: {
      en: 'outfit, outfits, ootd, fashion, streetwear, sneakers, thrift haul, try on haul, dress, blazer, jeans, capsule wardrobe, wardrobe, styling, lookbook, fit check, zara haul, handbag, heels, runway, y2k, get dressed',
      es: 'moda, outfit, ropa, vestido, zapatillas, armario, conjunto',
      de: 'mode, outfit, kleidung, kleid, sneaker, kleiderschrank, fashion',
      fr: 'mode, tenue, look du jour, robe, friperie, vetements, dressing',
      pt: 'moda, look, look do dia, roupa, roupas, vestido, brecho, guarda roupa',
    },
    hints: {
      en: 'style, wear, shoes, aesthetic, haul, size, jacket, trend, kicks',
      es: 'estilo, zapatos',
      de: 'stil, schuhe',
      fr: 'style, chaussures',
      pt: 'estilo, sapato',
    },
    emoji: '👗👟👠👜🧥👚',
  },
  politics: {
    names:
      'politics, political, election, elections, government, news, politica, elecciones, noticias, politik, wahlen, nachrichten, politique, elections, actualites, eleicoes, noticias',
    core: {
      en: 'politics, political, politician, election, senate, congress, president, democrats, republicans, parliament, vote, voting, biden, trump, prime minister, policy, campaign rally, breaking news',
      es: 'politica, elecciones, congreso, presidente, gobierno, senado',
      de: 'politik, wahl, bundestag, kanzler, partei, regierung',
      fr: 'politique, election, assemblee, president, gouvernement, macron',
      pt: 'politica, eleicao, congresso, presidente, governo, camara dos deputados',
    },
    hints: {
      en: 'debate, law, news, rights, protest, party',
      es: 'debate, ley',
      de: 'debatte, gesetz',
      fr: 'debat, loi',
      pt: 'debate, lei, camara',
    },
    emoji: '🏛️🗳️',
  },
} as const satisfies Record<string, TopicEntry>
