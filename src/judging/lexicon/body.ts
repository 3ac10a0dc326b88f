import type { TopicEntry } from './topic-entry.ts'

export const BODY = {
  fitness: {
    names:
      'fitness, workout, workouts, home workout, home workouts, exercise, exercises, exercising, gym, gym workout, training plan, working out, strength training, strength, weight training, weightlifting, lifting, bodybuilding, calisthenics, hiit, cardio, crossfit, bodyweight, core workout, ab workout, get fit, workout at home, ejercicio, ejercicios, ejercicio en casa, entrenamiento, entrenamiento en casa, entrenamiento de fuerza, fuerza, gimnasio, fitness en casa, workout zuhause, training zuhause, heimtraining, krafttraining, kraftsport, fitnesstraining, ubungen, ubungen fur den rucken, sport zuhause, sport, muskelaufbau, musculation, sport a la maison, sport maison, seance maison, renforcement musculaire, remise en forme, exercices, entrainement, treino, treino em casa, treinos, musculacao, exercicios, academia, exercicio em casa',
    core: {
      en: 'workout, workouts, work out routine, working out, exercise, exercises, exercising, gym, gymtok, push up, pushup, pull up, pullup, sit up, situp, squat, squats, deadlift, bench press, dumbbell, dumbbells, kettlebell, barbell, resistance band, glute, glutes, glute bridge, hamstrings, quads, biceps, triceps, abs, abs workout, six pack, plank, burpees, lunges, leg day, back day, arm day, hiit, cardio, calisthenics, muscle up, handstand, strength training, powerlifting, bodybuilding, progressive overload, reps, full body, bodyweight, personal trainer, crossfit, pilates, gains, muscle building, no equipment, warm up exercises, hypertrophy, personal best lift',
      es: 'entrenamiento, entrenar, entreno, ejercicio, ejercicios, gimnasio, gym, flexiones, sentadillas, abdominales, gluteos, pesas, mancuernas, dominadas, plancha abdominal, burpees, peso muerto, rutina de gluteos, cuerpo completo, musculo, banda elastica, hiit, zancadas, brazos y espalda',
      de: 'workout, krafttraining, heimtraining, liegestutze, kniebeugen, kreuzheben, klimmzuge, hanteln, kurzhanteln, sixpack, bauchmuskeltraining, bauch beine po, fitnessstudio, fitness, muskelaufbau, ganzkorper, plank, burpees, ohne gerate, ubung, ubungen, trainingsplan, muskeln, gym, hiit, ruckentraining',
      fr: 'seance, musculation, muscu, renforcement musculaire, renfo, gainage, pompes, squats, abdos, fessiers, halteres, tractions, burpees, hiit, cardio, sport maison, sans materiel, salle de sport, fentes, exos, entrainement, circuit training',
      pt: 'treino, treinos, treinar, musculacao, academia, agachamento, agachamentos, flexao de braco, abdominal, abdominais, gluteo, gluteos, halteres, supino, prancha, burpee, levantamento terra, hiit, sem equipamento, corpo inteiro, treino de perna, exercicios',
    },
    hints: {
      en: 'sweat, sweaty, fit, muscle, muscles, form, strength, lift, lifting, weights, kg, lbs, bodyweight, core, hips, knee, shoulders, arms, legs, back, belly, sore, coach, trainer, routine, beginner, challenge, minute, min, sets, equipment, at home, cardio, stretch, posture, mobility, body, burn',
      es: 'fuerza, rutina, sudor, musculos, rodilla, cadera, espalda, piernas, brazos, principiante, minutos, equipo, banda, en casa, cuerpo',
      de: 'kraft, training, trainieren, schwitzen, rucken, knie, beine, arme, bauch, anfanger, minuten, gerate, am stuck, zuhause, korper',
      fr: 'sport, force, transpirer, dos, genou, jambes, bras, ventre, debutant, debutantes, minutes, materiel, chaque matin, corps, exercice',
      pt: 'forca, suor, musculo, joelho, quadril, costas, pernas, bracos, iniciante, minutos, equipamento, em casa, corpo',
    },
    emoji: '💪🏋️🏋️‍♀️🏋️‍♂️🤸🥵',
    includes: ['mobility'],
  },
  mobility: {
    names:
      'mobility, stretching, stretches, flexibility, posture, back pain, movilidad, estiramientos, flexibilidad, mobilitat, dehnen, ruckenschmerzen, beweglichkeit, mobilite, etirements, souplesse, posture, alongamento, alongamentos, mobilidade, flexibilidade, postura',
    core: {
      en: 'mobility, stretch, stretches, stretching, flexibility, posture, foam roller, foam rolling, tight hips, hip opener, splits, back pain, physical therapy, physio, rehab exercises, neck pain, hip flexors',
      es: 'movilidad, estiramientos, estirar, flexibilidad, postura, dolor de espalda, fisioterapia',
      de: 'mobilitat, mobility, dehnen, dehnubungen, beweglichkeit, ruckenschmerzen, verspannungen, faszienrolle, haltung',
      fr: 'mobilite, etirements, souplesse, posture, mal de dos, kine',
      pt: 'mobilidade, alongamento, alongar, flexibilidade, postura, dor nas costas, fisioterapia',
    },
    hints: {
      en: 'hips, back, neck, knee, shoulder, tight, sit all day, desk, flow, pain, stiff, form',
      es: 'cadera, espalda, sentados, sentado, rodilla, cuello',
      de: 'hufte, rucken, nacken, homeoffice, sitzen',
      fr: 'dos, hanches, nuque, bureau, assis',
      pt: 'quadril, costas, pescoco, sentado',
    },
    broader: ['fitness', 'yoga'],
  },
  yoga: {
    names: 'yoga, pilates, yoga at home, yoga fur anfanger, yoga en casa, yoga a la maison, yoga em casa',
    core: {
      en: 'yoga, vinyasa, yin yoga, hatha, downward dog, sun salutation, yogi, asana, savasana, yoga flow, pilates',
      es: 'yoga, postura de yoga, pilates',
      de: 'yoga, sonnengruss, pilates',
      fr: 'yoga, salutation au soleil, pilates',
      pt: 'yoga, ioga, pilates',
    },
    hints: { en: 'flow, breathe, mat, stretch, namaste, balance, meditation, plank' },
    emoji: '🧘🧘‍♀️🧘‍♂️',
  },
  running: {
    names:
      'running, run, runners, marathon, half marathon, jogging, trail running, correr, laufen, joggen, course a pied, courir, corrida, correr na rua',
    core: {
      en: 'running, marathon, half marathon, 5k, 10k, parkrun, long run, easy run, tempo run, race day, trail run, jog, jogging, couch to 5k, runner, runners, strava, treadmill, runtok, runs, shin splints, zone 2 run, zone 2, fartlek, intervals run, negative split, carbon plate, running shoe, running shoes, vaporfly, alphafly, marathon training, ultramarathon, ultra runner, race bib, finish line, boston marathon, london marathon, running club, run club, trail running, c25k',
      es: 'correr, running, maraton, trote, carrera de 10k, media maraton, corredor, corredora, corredores, salir a correr, 5k, 10k, trail running, zapatillas de correr',
      de: 'laufen, joggen, marathon, halbmarathon, laufschuhe, laufplan, lauftraining, jogging, laufer, lauferin, laufeinsteiger, laufverein, intervalltraining laufen, trailrunning, 10 km lauf, laufband',
      fr: 'courir, course a pied, marathon, semi marathon, footing, semi, trail, coureur, coureuse, sortie longue, fractionne, plan marathon, 10 km, chaussures de running, running',
      pt: 'correr, corrida, maratona, meia maratona, corredor, corredora, corredores, corrida de rua, comecar a correr, treino de corrida, tenis de corrida, planilha de corrida, 21k, 42k',
    },
    hints: {
      en: 'pace, miles, km, shoes, race, training, run, medal, tempo, splits, taper, cadence, hoka, asics, saucony, brooks, pb, week, zone, gels, bib, finisher',
      es: 'km, zapatillas, ritmo',
      de: 'km, tempo, schuhe',
      fr: 'km, allure, baskets',
      pt: 'km, ritmo, tenis, pace, meia, prova, medalha',
    },
    emoji: '🏃🏃‍♀️🏃‍♂️',
  },
  'weight loss': {
    names:
      'weight loss, losing weight, lose weight, fat loss, diet, calorie deficit, bajar de peso, perder peso, adelgazar, abnehmen, perte de poids, perdre du poids, maigrir, emagrecer, emagrecimento, dieta',
    core: {
      en: 'weight loss, lose weight, lost weight, fat loss, calorie deficit, diet, glp1, ozempic, intermittent fasting, lbs down, pounds down, kilos down, body transformation',
      es: 'bajar de peso, perder peso, adelgazar, deficit calorico, dieta, ayuno',
      de: 'abnehmen, abgenommen, kaloriendefizit, diat, intervallfasten',
      fr: 'perte de poids, perdre du poids, maigrir, regime, deficit calorique',
      pt: 'emagrecer, perder peso, emagreci, deficit calorico, dieta, jejum',
    },
    hints: {
      en: 'calories, scale, lbs, kg, fasting, before and after, walking',
      es: 'kilos, calorias',
      de: 'kilo, kalorien',
      fr: 'kilos, calories',
      pt: 'quilos, calorias',
    },
  },
  skincare: {
    names:
      'skincare, skin care, skincare routine, skin, glowing skin, acne, beauty, cuidado de la piel, rutina facial, piel, belleza, hautpflege, hautpflegeroutine, haut, schonheit, soin de la peau, soins visage, soins, beaute, routine visage, cuidados com a pele, pele, skincare rotina, beleza',
    core: {
      en: 'skincare, skin care, moisturizer, cleanser, toner, serum, sunscreen, spf, retinol, niacinamide, hyaluronic acid, vitamin c serum, acne, pimples, breakout, dark spots, glass skin, double cleanse, exfoliate, face mask, dermatologist, pores, eczema, dry skin, oily skin, sensitive skin, slugging, gua sha, tretinoin, retinoid, skin barrier, skintok, sunscreens, moisturizers, cleansing balm, double cleansing, hyperpigmentation, benzoyl peroxide, salicylic acid, azelaic acid, glycolic acid, blackheads, whiteheads, peptides, ceramides, kbeauty, k beauty, derm, dermatology, face wash, eye cream, hydrocolloid patch, pimple, accutane',
      es: 'skincare, cuidado de la piel, crema hidratante, protector solar, acne, limpiador facial, sero, retinol, piel seca, piel grasa, manchas, dermatologa, granos, espinillas, puntos negros, exfoliante, serum, acido hialuronico, niacinamida, contorno de ojos, protector, doble limpieza',
      de: 'hautpflege, skincare, feuchtigkeitscreme, sonnencreme, pickel, akne, reinigung, retinol, unreine haut, trockene haut, hautarzt, serum',
      fr: 'skincare, soin visage, creme hydratante, creme solaire, acne, boutons, serum, retinol, peau seche, peau grasse, nettoyant, dermatologue, double nettoyage, hydratant, peau mixte, points noirs, acide hyaluronique, niacinamide, contour des yeux, gommage, imperfections, spf',
      pt: 'skincare, hidratante, protetor solar, acne, espinhas, retinol, serum, pele oleosa, pele seca, limpeza de pele, dermatologista, protetor, cravos, niacinamida, acido hialuronico, vitamina c, peeling, manchas, melasma, esfoliante, fps, sabonete facial',
    },
    hints: {
      en: 'skin, glow, face, routine, cream, hydrate, hydration, glowy, texture, night routine, morning routine, barrier, complexion, peel, toners, serums',
      es: 'piel, rostro, crema, rutina, cara, vitamina c, grasa, limpieza, noche',
      de: 'haut, gesicht, creme, routine',
      fr: 'peau, visage, creme, routine',
      pt: 'pele, rosto, creme, rotina',
    },
    emoji: '🧴🧖‍♀️',
  },
  makeup: {
    names:
      'makeup, make up, cosmetics, beauty, beauty tips, makeup tutorial, maquillaje, belleza, schminken, schminke, beaute, maquillage, maquiagem, beleza, make',
    core: {
      en: 'makeup, make up look, lipstick, lip gloss, lip combo, mascara, eyeliner, eyeshadow, concealer, blush, bronzer, contour, highlighter, lash, lashes, eyebrows, primer, setting spray, setting powder, grwm makeup, foundation routine, liquid foundation, sephora, ulta, false lashes, brow lamination',
      es: 'maquillaje, labial, rimel, base de maquillaje, corrector, delineador, sombras de ojos, rubor, pestanas',
      de: 'schminken, schminktutorial, lippenstift, wimperntusche, make up, lidschatten, concealer, rouge, wimpern',
      fr: 'maquillage, rouge a levres, mascara, fond de teint, anticerne, eyeliner, fard a paupieres, blush, cils',
      pt: 'maquiagem, batom, rimel, base de maquiagem, corretivo, delineado, sombra, blush, cilios',
    },
    hints: {
      en: 'glam, shade, swatch, gloss, matte, face, beauty, look, drugstore, palette, grwm',
      es: 'tono, brillo, belleza',
      de: 'look, farbton',
      fr: 'teint, teinte, beaute',
      pt: 'base, tom, brilho, beleza',
    },
    emoji: '💄💋',
  },
  hair: {
    names:
      'hair, hairstyle, hairstyles, hair care, haircare, haircut, hair tutorial, hairstyling, cabello, pelo, peinados, haare, frisuren, haarpflege, cheveux, coiffure, coiffures, cabelo, penteados',
    core: {
      en: 'hairstyle, hair tutorial, haircut, curly hair, hair care, shampoo, conditioner, bangs, balayage, braids, braid, ponytail, hairstylist, hair growth, blowout, hair salon, hair routine, wig, locs, bleach hair, hair mask, scalp',
      es: 'peinado, cabello rizado, corte de pelo, champu, trenzas, tinte de pelo',
      de: 'frisur, haarschnitt, locken, shampoo, haarpflege, zopf, friseur',
      fr: 'coiffure, cheveux boucles, coupe de cheveux, shampoing, tresses, coiffeur',
      pt: 'penteado, cabelo cacheado, corte de cabelo, xampu, trancas, cronograma capilar',
    },
    hints: {
      en: 'hair, curls, salon, blonde, brunette, wash day, style',
      es: 'cabello, pelo, rizos',
      de: 'haare, blond',
      fr: 'cheveux, blonde',
      pt: 'cabelo, cachos',
    },
    emoji: '💇💇‍♀️',
  },
  nails: {
    names: 'nails, nail art, manicure, unas, nagel, nageldesign, ongles, unhas',
    core: {
      en: 'nail art, nails, manicure, gel nails, acrylics, nail tech, press on nails, pedicure, nail polish, french tips, cuticle',
      es: 'unas, manicura, esmalte',
      de: 'nageldesign, manikure, nagellack, gelnagel',
      fr: 'ongles, manucure, vernis',
      pt: 'unhas, manicure, esmalte, unha de gel',
    },
    hints: { en: 'polish, gel, chrome, set, almond' },
    emoji: '💅',
  },
  'mental health': {
    names:
      'mental health, mindfulness, meditation, self care, therapy, wellness, anxiety, self improvement, salud mental, meditacion, bienestar, psychische gesundheit, achtsamkeit, sante mentale, bien etre, saude mental, meditacao, bem estar',
    core: {
      en: 'mental health, meditation, mindfulness, anxiety, depression, therapist, therapy, self care, burnout, breathing exercise, journaling, journal prompts, nervous system, adhd, gratitude, panic attack, wellness',
      es: 'salud mental, ansiedad, meditacion, terapia, autocuidado',
      de: 'psychische gesundheit, achtsamkeit, meditation, therapie, burnout, angststorung',
      fr: 'sante mentale, anxiete, meditation, therapie, burn out',
      pt: 'saude mental, ansiedade, meditacao, terapia, autocuidado',
    },
    hints: { en: 'stress, healing, calm, breathe, feelings, boundaries, rest, peace, mindset' },
    emoji: '🧠🧘',
  },
} as const satisfies Record<string, TopicEntry>
