import type { TopicEntry } from './topic-entry.ts'

export const PLAY = {
  gaming: {
    names:
      'gaming, games, video games, gamers, gamer, esports, gameplay, streaming, videojuegos, juegos, gaming videos, videospiele, spiele, zocken, jeux video, jeux, jogos, games, videogames',
    core: {
      en: 'gaming, gamer, gameplay, video game, fortnite, minecraft, roblox, valorant, call of duty, warzone, gta, elden ring, zelda, pokemon, league of legends, apex legends, nintendo, nintendo switch, playstation, ps5, xbox, steam deck, twitch, speedrun, boss fight, ranked, esports, sims 4, animal crossing, cozy games, streamer',
      es: 'videojuego, videojuegos, gameplay, minecraft, fortnite, consola',
      de: 'zocken, zocker, videospiel, gaming, minecraft, fortnite, konsole',
      fr: 'jeu video, jeux video, gameur, manette, minecraft, fortnite, gaming',
      pt: 'videogame, gameplay, gamer, minecraft, fortnite, free fire',
    },
    hints: {
      en: 'game, games, level, boss, win, strategy, console, controller, player, stream, clutch, loot',
      es: 'juego, partida',
      de: 'spiel, level',
      fr: 'jeu, niveau',
      pt: 'jogo, partida',
    },
    emoji: '🎮🕹️👾',
  },
  football: {
    names:
      'football, soccer, premier league, champions league, world cup, futbol, liga, fussball, bundesliga, foot, ligue 1, futebol, brasileirao',
    core: {
      en: 'football, soccer, premier league, champions league, world cup, goalkeeper, striker, penalty, free kick, matchday, hat trick, messi, ronaldo, mbappe, transfer window, nutmeg, la liga, offside, football training',
      es: 'futbol, gol, goles, partido, jornada, portero, delantero, laliga, champions, balon',
      de: 'fussball, tor des monats, tore, bundesliga, elfmeter, torwart, stadion, sturmer, champions league',
      fr: 'football, foot, but, buts, ligue 1, gardien, penalty, match, psg',
      pt: 'futebol, gol, gols, goleiro, rodada, brasileirao, flamengo, corinthians, atacante',
    },
    hints: {
      en: 'match, goal, goals, highlights, pitch, club, fans, team, winner, fc, league, derby',
      es: 'equipo, mejores',
      de: 'spiel, mannschaft',
      fr: 'equipe, club',
      pt: 'time, jogo',
    },
    emoji: '⚽',
    broader: ['sports'],
  },
  sports: {
    names:
      'sports, sport, athletes, athlete, basketball, nba, nfl, tennis, baseball, hockey, american football, cycling, swimming, golf, boxing, mma, deportes, deporte, sportarten, deportistas, esportes, esporte',
    core: {
      en: 'basketball, nba, nfl, ncaa, cfb, college football, touchdown, quarterback, tennis, wimbledon, baseball, mlb, hockey, nhl, golf, cycling, bike ride, boxing match, mma, ufc, swimming, volleyball, gymnastics, skateboarding, skiing, snowboarding, surfing, rugby, cricket, formula 1, f1, olympics',
      es: 'baloncesto, tenis, ciclismo, natacion, boxeo',
      de: 'basketball, tennis, handball, radfahren, schwimmen, boxen',
      fr: 'basket, tennis, cyclisme, natation, rugby, boxe',
      pt: 'basquete, tenis, ciclismo, natacao, volei, boxe',
    },
    hints: {
      en: 'match, game, team, league, coach, win, player, championship, title, playoffs, ot',
      es: 'equipo, partido',
      de: 'spiel, mannschaft',
      fr: 'equipe, match',
      pt: 'time, jogo',
    },
    emoji: '🏀🏈⚾🎾🏐🏒⛳🚴🏊🥊',
    includes: ['football'],
  },
  cars: {
    names:
      'cars, car, automotive, motorcycles, motorbikes, car culture, coches, autos, motos, motorrad, voitures, auto, carros, carro, motos',
    core: {
      en: 'car, cars, supercar, jdm, drift, horsepower, v8, turbo, engine, car detailing, cardetailing, mechanic, motorcycle, bmw, porsche, mustang, tesla, ev car, oil change, truck, carsoftiktok',
      es: 'coche, carro, motor, mecanico',
      de: 'auto, motor, werkstatt auto, tuning, lkw',
      fr: 'voiture, moteur, moto, mecanique',
      pt: 'carro, carros, motor, mecanico',
    },
    hints: { en: 'drive, garage, wheels, speed, exhaust, road', de: 'fahren' },
    emoji: '🚗🏎️🏍️🚙',
  },
  music: {
    names:
      'music, songs, singing, concerts, guitar, piano, producer, new music, musica, canciones, guitarra, musik, gitarre, klavier, musique, chansons, guitare, musica, violao',
    core: {
      en: 'song, concert, album, guitar, piano, drums, singer, singing, cover song, new music, music producer, beat, playlist, band, vinyl, rapper, lyrics, orchestra, dj set, edm',
      es: 'cancion, concierto, guitarra, cantante',
      de: 'lied, konzert, gitarre, klavier, sangerin',
      fr: 'chanson, concert, guitare, chanteuse',
      pt: 'musica, show, violao, cantora',
    },
    hints: { en: 'music, tour, studio, live, sound, remix, vocals' },
    emoji: '🎸🎹🎤🎵🎶🥁',
  },
  dance: {
    names:
      'dance, dancing, dancers, choreography, ballet, baile, bailar, tanzen, tanz, danse, danser, danca, dancar',
    core: {
      en: 'dance, dancing, dancer, choreography, choreo, ballet, hip hop dance, dance challenge, salsa dancing',
      es: 'baile, bailar, coreografia',
      de: 'tanzen, tanz, choreo, ballett',
      fr: 'danse, danser, choregraphie',
      pt: 'danca, dancar, coreografia',
    },
    hints: { en: 'moves, studio, trend, routine' },
    emoji: '💃🕺🩰',
  },
  art: {
    names:
      'art, drawing, painting, artists, illustration, digital art, sketching, watercolor, arte, dibujo, pintura, kunst, zeichnen, malen, dessin, peinture, desenho, pintura',
    core: {
      en: 'painting, drawing, sketchbook, watercolor, acrylic paint, oil painting, illustration, digital art, procreate, artist, art journey, pottery, ceramics, calligraphy',
      es: 'dibujo, dibujar, pintura, acuarela, ilustracion',
      de: 'zeichnen, malen, aquarell, illustration, kunst',
      fr: 'dessin, peinture, aquarelle, illustration',
      pt: 'desenho, desenhar, pintura, aquarela, ilustracao',
    },
    hints: { en: 'art, paint, brush, canvas, draw, sketch, creative' },
    emoji: '🎨🖌️🖼️',
  },
  photography: {
    names:
      'photography, photos, photographer, camera, filmmaking, videography, fotografia, fotografie, photographie',
    core: {
      en: 'photography, photographer, camera settings, lens, photoshoot, lightroom, filmmaking, portrait photo, film camera, better photos, cinematic',
      es: 'fotografia, fotografo, sesion de fotos',
      de: 'fotografie, fotograf, fotoshooting',
      fr: 'photographie, photographe, shooting',
      pt: 'fotografia, fotografo, ensaio fotografico',
    },
    hints: { en: 'photo, photos, camera, shot, edit, pose' },
    emoji: '📸📷',
  },
  movies: {
    names:
      'movies, film, films, tv shows, series, netflix, cinema, anime, marvel, peliculas, cine, filme, serien, series tv, filmes',
    core: {
      en: 'movie, movies, film review, marvel, netflix, tv show, season finale, episode, anime, trailer, spoilers, actor, actress, post credits, oscar, sitcom, kdrama, horror movie',
      es: 'pelicula, peliculas, serie de netflix, anime',
      de: 'serie, filmkritik, kino, anime, netflix',
      fr: 'serie, cinema, anime, netflix',
      pt: 'filme, filmes, serie, anime, novela',
    },
    hints: { en: 'scene, season, plot, twist, character, ending, watch' },
    emoji: '🎬🍿📺',
  },
  comedy: {
    names:
      'comedy, funny, memes, pranks, humor, jokes, funny videos, comedia, chistes, lustig, witze, humour, blagues, comedie, humor, piadas',
    core: {
      en: 'comedy, funny, prank, meme, memes, joke, jokes, skit, stand up comedy, relatable, humor, storytime',
      es: 'humor, chiste, broma, risas',
      de: 'lustig, witz, comedy, streich',
      fr: 'humour, blague, drole, sketch',
      pt: 'humor, piada, engracado, pegadinha',
    },
    hints: { en: 'lol, lmao, pov, hilarious, when you' },
    emoji: '😂🤣💀',
  },
  astrology: {
    names:
      'astrology, zodiac, tarot, horoscope, spirituality, manifestation, astrologia, horoscopo, tarot, astrologie, horoskop, horoscope, signos',
    core: {
      en: 'astrology, zodiac, horoscope, tarot, mercury retrograde, aries, taurus, gemini, leo season, virgo, libra, scorpio, sagittarius, capricorn, aquarius, pisces, birth chart, manifest, manifestation, angel numbers',
      es: 'horoscopo, zodiaco, tarot, signos',
      de: 'horoskop, sternzeichen, tarot',
      fr: 'horoscope, signe astro, tarot',
      pt: 'horoscopo, signo, signos, tarot',
    },
    hints: { en: 'moon, sign, energy, universe, spiritual' },
    emoji: '🔮♈♉♊♋♌♍♎♏♐♑♒♓',
  },
} as const satisfies Record<string, TopicEntry>
