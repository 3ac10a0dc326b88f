import type { TopicEntry } from './topic-entry.ts'

export const HOME = {
  houseplants: {
    names:
      "houseplants, houseplant, house plants, indoor plants, indoor plant, plants, plant care, plant tips, plant parent, plant lovers, indoor jungle, urban jungle, succulents, planttok, plantas de interior, plantas, suculentas, cuidado de plantas, zimmerpflanzen, zimmerpflanze, pflanzenpflege, pflanzen, plantes d'interieur, plantes, plantes vertes, boutures, plantas de casa, plantas em casa, plantas dentro de casa, cuidar de plantas, suculentas",
    core: {
      en: 'houseplant, houseplants, house plant, indoor plant, indoor jungle, plant care, plant parent, plant mom, plant dad, plants, plant shelf, plant rescue, plant humidifier, plant haul, rare plants, new leaf, monstera, pothos, philodendron, calathea, alocasia, anthurium, fiddle leaf fig, snake plant, sansevieria, zz plant, spider plant, peace lily, rubber plant, ficus, hoya, orchid, orchids, succulent, succulents, cactus, cacti, fern, aroid, aroids, terrarium, repot, repotting, propagate, propagating, propagation, cuttings, root rot, fungus gnats, spider mites, thrips, potting mix, potting soil, perlite, sphagnum moss, leca, grow light, grow lights, string of hearts, overwatering, overwater, underwatering, string of pearls, bird of paradise plant, dracaena, aloe vera plant, begonia, tradescantia, ivy plant',
      es: 'plantas de interior, planta de interior, plantas, planta, monstera, potos, suculenta, suculentas, cactus, orquidea, orquideas, esqueje, esquejes, trasplantar, trasplantando, trasplante, sustrato, maceta, macetas, hojas amarillas, calathea, helecho, regar, riego, lengua de suegra, ficus, selva urbana',
      de: 'zimmerpflanze, zimmerpflanzen, pflanze, pflanzen, monstera, efeutute, calathea, orchidee, orchideen, sukkulente, sukkulenten, kaktus, kakteen, umtopfen, umgetopft, stecklinge, ableger, trauermucken, blumenerde, neues blatt, giessen, pflanzenpflege, pflanzenliebe, gummibaum, einblatt, bogenhanf, wurzelfaule, spinnmilben, ubertopf',
      fr: "plantes d'interieur, plante d'interieur, plante verte, plantes vertes, plantes, plante, monstera, pothos, calathea, orchidee, orchidees, succulente, succulentes, cactus, rempotage, rempoter, bouture, boutures, bouturage, terreau, arrosage, arroser, fougere, ficus, pilea, moucherons, jungle urbaine",
      pt: 'plantas de casa, plantas de interior, plantas, planta, jiboia, costela de adao, suculenta, suculentas, cacto, orquidea, orquideas, replantar, replantando, muda, mudas, vaso, vasos, substrato, folhagem, samambaia, espada de sao jorge, folha nova, regar, zamioculca, urban jungle',
    },
    hints: {
      en: 'plant, leaf, leaves, roots, root, soil, pot, pots, watering, humidity, light, low light, bloom, blooms, rebloomed, growth, unfurl, yellow, pests, drainage, fertilizer, botanical, windowsill, greenery, jungle, shelf',
      es: 'hoja, hojas, raiz, raices, tierra, luz, verde, agua, flor, abono',
      de: 'blatt, blatter, wurzeln, erde, topf, licht, dunkel, grun, wasser, dunger, standort',
      fr: 'feuille, feuilles, racines, terre, pot, lumiere, eau, engrais, vert',
      pt: 'folha, folhas, raiz, raizes, terra, luz, verde, agua, adubo, apartamento',
    },
    emoji: '🪴🌵🌿🌱🍃',
  },
  gardening: {
    names:
      'gardening, garden, gardens, vegetable garden, gardeners, homegrown, growing vegetables, allotment, jardineria, jardin, huerto, garten, gartnern, gemusegarten, jardinage, jardin, potager, jardinagem, jardim, horta',
    core: {
      en: 'gardening, gardener, garden tour, garden bed, raised bed, vegetable garden, veggie garden, seedlings, seeds, tomatoes plants, tomato plants, compost, mulch, pruning, perennials, roses, hydrangeas, tulips, dahlias, harvest, homegrown, weeds, weeding, greenhouse, allotment, backyard garden, lawn, slugs, planting, germination',
      es: 'jardin, jardineria, huerto, huerta, semillas, semillero, compost, cosecha, podar, sembrar',
      de: 'garten, gartnern, hochbeet, gemusebeet, saatgut, aussaat, tomatenpflanzen, kompost, ernte, unkraut, rasen, gewachshaus',
      fr: 'jardin, jardinage, potager, semis, compost, recolte, tailler, tomates du jardin',
      pt: 'jardim, jardinagem, horta, sementes, composteira, colheita, podar, plantar',
    },
    hints: {
      en: 'garden, soil, grow, flowers, spring, tomato, tomatoes, herbs, plants, backyard, bloom',
      es: 'flores, tierra, plantas, tomates',
      de: 'blumen, erde, pflanzen, tomaten, beet',
      fr: 'fleurs, terre, plantes, tomates',
      pt: 'flores, terra, plantas, tomates',
    },
    emoji: '🌷🌻🌹🍅🌸🍎🍏',
  },
  'home decor': {
    names:
      'home decor, interior design, decor, decorating, room decor, home styling, apartment, decoracion, diseno de interiores, einrichtung, wohnen, deko, inneneinrichtung, wohnideen, decoration, deco, deco maison, decoracao, design de interiores, casa',
    core: {
      en: 'home decor, interior design, room makeover, apartment tour, living room makeover, bedroom makeover, gallery wall, decorating, wallpaper, throw pillows, rug, curtains, amazon home, ikea hack, furniture flip, thrifted decor, cozy home, renovation, home office makeover, kitchen makeover, homedecor, house tour',
      es: 'decoracion, decorar, diseno de interiores, muebles, cortinas, alfombra, sala de estar',
      de: 'einrichtung, wohnzimmer, deko, dekorieren, mobel, vorhange, teppich, wohnung einrichten, renovieren',
      fr: 'decoration, deco, salon, meubles, rideaux, tapis, renovation, chambre',
      pt: 'decoracao, decorar, moveis, cortina, tapete, sala de estar, reforma',
    },
    hints: {
      en: 'home, room, apartment, cozy, aesthetic, furniture, paint, wall, shelf, ikea, makeover, vintage',
      es: 'casa, habitacion, pared',
      de: 'wohnung, zimmer, wand, ikea',
      fr: 'maison, mur, appartement, ikea',
      pt: 'casa, quarto, parede',
    },
    emoji: '🛋️🖼️🛏️',
  },
  cleaning: {
    names:
      'cleaning, organizing, cleantok, decluttering, organization, home organization, laundry, minimalism, limpieza, organizacion, putzen, aufraumen, ordnung, menage, rangement, limpeza, organizacao, faxina',
    core: {
      en: 'cleaning, clean with me, deep clean, cleantok, declutter, decluttering, organizing, organize, laundry, stain, vacuum, mop, pressure washing, carpet cleaning, tidy, restock, scrub, bleach, dishwasher',
      es: 'limpieza, limpiar, ordenar, lavanderia, manchas',
      de: 'putzen, aufraumen, ausmisten, wasche, flecken',
      fr: 'menage, ranger, rangement, nettoyer, lessive',
      pt: 'limpeza, faxina, organizar, arrumar, manchas',
    },
    hints: {
      en: 'satisfying, dirty, dust, mess, soap, asmr, containers',
      es: 'sucio, casa',
      de: 'sauber, haushalt',
      fr: 'propre, sale',
      pt: 'sujeira, casa',
    },
    emoji: '🧼🧹🧽',
  },
  diy: {
    names:
      'diy, woodworking, crafts, crafting, handmade, home improvement, carpentry, manualidades, carpinteria, basteln, heimwerken, selber machen, bricolage, loisirs creatifs, artesanato, faca voce mesmo, marcenaria',
    core: {
      en: 'diy, woodworking, woodwork, carpentry, power tools, refinishing, upcycle, upcycling, crafts, epoxy, workshop build, handmade, table saw, drill, sanding, cricut, scrapbook',
      es: 'manualidades, carpinteria, bricolaje, hecho a mano',
      de: 'basteln, heimwerken, holzarbeiten, selbstgebaut, werkstatt',
      fr: 'bricolage, fait main, menuiserie, atelier',
      pt: 'artesanato, marcenaria, feito a mao',
    },
    hints: { en: 'wood, paint, build, tools, glue, craft, project' },
    emoji: '🪚🔨🪵',
  },
  knitting: {
    names:
      'knitting, crochet, sewing, yarn, knit, ganchillo, tejer, costura, stricken, hakeln, nahen, tricot, couture, croche, trico, costura',
    core: {
      en: 'knitting, knit, crochet, yarn, sewing, sewing machine, amigurumi, embroidery, quilt, needle felting, granny square, crochet pattern, granny squares, double crochet, single crochet, magic ring, slip stitch, crochet hook, cast on, bind off, knits, knitter, skein, worsted, cardigan pattern, yarn stash, crocheted, crocheter',
      es: 'tejer, ganchillo, coser, bordado',
      de: 'stricken, hakeln, nahen, wolle, sticken, amigurumi, hakelanleitung',
      fr: 'tricoter, crochet, couture, broderie, laine, amigurumi, bonnet en laine, aiguilles a tricoter, pelote, pelotes, maille, mailles, patron crochet',
      pt: 'croche, trico, costura, bordado',
    },
    hints: {
      en: 'stitch, pattern, wool, needle, sweater, row, stitches, beanie, scarf, cardigan, stash, purl',
      fr: 'bonnet, echarpe, pull, patron, tuto, rang',
    },
    emoji: '🧶🧵🪡',
  },
  parenting: {
    names:
      'parenting, motherhood, moms, mom life, toddlers, babies, kids, dads, family, maternidad, crianza, bebes, elternsein, kinder, mama, familie, maternite, parents, bebe, enfants, maternidade, filhos',
    core: {
      en: 'toddler, newborn, baby, motherhood, momlife, mom life, parenting, dadlife, breastfeeding, postpartum, pregnancy, pregnant, nursery, gentle parenting, preschool, diaper',
      es: 'bebe, maternidad, embarazo, crianza, mis hijos',
      de: 'baby, kleinkind, schwanger, kita, kindergarten, mamaleben, elternzeit',
      fr: 'bebe, grossesse, enceinte, maternite, allaitement',
      pt: 'bebe, maternidade, gravidez, gravida, meus filhos',
    },
    hints: {
      en: 'mom, mama, kids, dad, bedtime, son, daughter, children, family',
      es: 'mama, hijos, papa',
      de: 'mama, papa, kinder',
      fr: 'maman, papa, enfants',
      pt: 'mamae, papai, filho',
    },
    emoji: '👶🍼🤱',
  },
  'real estate': {
    names:
      'real estate, property, house hunting, realtor, bienes raices, inmobiliaria, immobilien, immobilier, imoveis, mercado imobiliario',
    core: {
      en: 'real estate, realtor, open house, house hunting, mortgage, home buyer, first time home buyer, listing, landlord, rental property',
      es: 'bienes raices, inmobiliaria, hipoteca',
      de: 'immobilien, makler, hauskauf, eigentumswohnung',
      fr: 'immobilier, agent immobilier, achat maison',
      pt: 'imoveis, corretor, financiamento imobiliario',
    },
    hints: { en: 'house, bedroom, sqft, rent, tour, market, buyer' },
    emoji: '🏠🏡',
  },
  wedding: {
    names: 'wedding, weddings, bride, bridal, wedding planning, boda, bodas, hochzeit, mariage, casamento',
    core: {
      en: 'wedding, bride, bridal, groom, bridesmaid, engaged, engagement ring, wedding dress, wedding planning, honeymoon',
      es: 'boda, novia, vestido de novia',
      de: 'hochzeit, braut, brautkleid',
      fr: 'mariage, mariee, robe de mariee',
      pt: 'casamento, noiva, vestido de noiva',
    },
    hints: { en: 'dress, guest, venue, vows, ring', es: 'anillo', de: 'ring', fr: 'bague', pt: 'alianca' },
    emoji: '💍👰',
  },
} as const satisfies Record<string, TopicEntry>
