import type { TopicEntry } from './topic-entry.ts'

export const PLAY = {
  gaming: {
    names:
      'gaming, games, video games, gamers, gamer, esports, gameplay, streaming, videojuegos, juegos, gaming videos, videospiele, spiele, zocken, jeux video, jeux, jogos, games, videogames',
    core: {
      en: 'gaming, gamer, gameplay, video game, fortnite, minecraft, roblox, valorant, call of duty, warzone, gta, elden ring, zelda, pokemon, league of legends, apex legends, nintendo, nintendo switch, playstation, ps5, xbox, steam deck, twitch, speedrun, boss fight, ranked, esports, sims 4, animal crossing, cozy games, streamer, rpg, indie game, indiedev, game dev, gamedev',
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
      en: 'football, soccer, premier league, champions league, world cup, goalkeeper, striker, penalty, free kick, matchday, hat trick, messi, ronaldo, mbappe, transfer window, nutmeg, la liga, offside, football training, goalie, midfielder, centre back, center back, fullback, winger, dribbling, dribble, first touch, bicycle kick, scissor kick, rabona, elastico, panenka, top corner, top bins, clean sheet, own goal, throw in, sunday league, uefa, fifa world cup, ucl, epl, arsenal, chelsea fc, liverpool fc, man utd, man united, man city, tottenham, real madrid, barca, fc barcelona, bayern, juventus, haaland, saka, salah, lamine yamal, var decision, yellow card, red card, grassroots football',
      es: 'futbol, gol, goles, partido, jornada, portero, delantero, laliga, champions, balon, golazo, arquero, chilena, tiro libre, tiro de esquina, penal, penalti, regate, regates, gambeta, mediocampista, lateral derecho, hinchada, hincha, fuera de juego, cabezazo, real madrid, barca, libertadores',
      de: 'fussball, tor des monats, tore, bundesliga, elfmeter, torwart, stadion, sturmer, champions league, freistoss, abseits, fallruckzieher, verteidiger, mittelfeld, kreisliga, nationalelf, bayern munchen, bvb, dribbling',
      fr: 'football, foot, but, buts, ligue 1, gardien, penalty, match, psg, coup franc, hors jeu, lucarne, attaquant, milieu de terrain, retourne acrobatique, petit pont, ligue des champions, equipe de france, dribble',
      pt: 'futebol, gol, gols, goleiro, rodada, brasileirao, flamengo, corinthians, atacante, golaco, zagueiro, drible, dribles, driblar, escanteio, impedimento, penalti, cobranca de falta, pelada, varzea, torcida, libertadores, palmeiras, gremio, vasco, mengao, craque, maracana',
    },
    hints: {
      en: 'match, goal, goals, highlights, pitch, club, fans, team, winner, fc, league, derby, keeper, ref, referee, linesman, yards, boots, skills, skill, shot, scored, assist, var, half time, stadium, defender, kickoff, first half, second half, drills',
      es: 'equipo, mejores, estadio, cancha, arbitro, defensa, liga, remate, jugada, pelota, hinchas, canterano',
      de: 'spiel, mannschaft, tor, ball, schiri, schiedsrichter, trainer, verein, spieltag',
      fr: 'equipe, club, arbitre, stade, ballon, joueur, passe',
      pt: 'time, jogo, caneta, chapeu, lance, juiz, arbitro, estadio, bola, lateral, volante, chute',
    },
    emoji: '⚽',
    broader: ['sports'],
  },
  'american football': {
    names:
      'american football, nfl, college football, futbol americano, football americain, futebol americano',
    core: {
      en: 'nfl, cfb, college football, american football, touchdown, touchdowns, quarterback, super bowl, wide receiver, running back, linebacker, fantasy football',
      es: 'nfl, futbol americano, mariscal de campo',
      de: 'nfl, american football, touchdown, quarterback',
      fr: 'nfl, football americain, touchdown, quarterback',
      pt: 'nfl, futebol americano, touchdown, quarterback',
    },
    hints: { en: 'yard, yards, snap, tackle, draft, playoffs, end zone, field goal' },
    emoji: '🏈',
    broader: ['sports'],
  },
  sports: {
    names:
      'sports, sport, athletes, athlete, basketball, nba, tennis, baseball, hockey, cycling, swimming, golf, boxing, mma, deportes, deporte, sportarten, deportistas, esportes, esporte',
    core: {
      en: 'basketball, nba, ncaa, tennis, wimbledon, baseball, mlb, hockey, nhl, golf, cycling, bike ride, boxing match, mma, ufc, swimming, volleyball, gymnastics, skateboarding, skiing, snowboarding, surfing, rugby, cricket, formula 1, f1, olympics, nascar, motogp, boxing, boxer, knockout',
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
    emoji: '🏀⚾🎾🏐🏒⛳🚴🏊🥊',
    includes: ['football', 'american football'],
  },
  cars: {
    names:
      'cars, car, automotive, motorcycles, motorbikes, car culture, coches, autos, motos, motorrad, voitures, auto, carros, carro, motos',
    core: {
      en: 'car, cars, supercar, jdm, drift, horsepower, v8, turbo, engine, car detailing, cardetailing, mechanic, motorcycle, bmw, porsche, mustang, tesla, ev car, oil change, truck, carsoftiktok',
      es: 'coche, carro, motor, mecanico, motores, moto, coches, taller, uber',
      de: 'auto, motor, werkstatt auto, tuning, lkw',
      fr: 'voiture, moteur, moto, mecanique',
      pt: 'carro, carros, motor, mecanico, cv, turbo, uber, motorista',
    },
    hints: {
      en: 'drive, garage, wheels, speed, exhaust, road, uber, taxi, track day, nascar, race, lap, tires, wheel',
      de: 'fahren',
    },
    emoji: '🚗🏎️🏍️🚙',
  },
  guitar: {
    names:
      'guitar, guitars, guitar lesson, guitar lessons, guitar riffs, guitar riff, guitar chords, acoustic guitar, electric guitar, learn guitar, guitarist, guitarra, aula de guitarra, clases de guitarra, tocar guitarra, gitarre, gitarre lernen, akustikgitarre, e gitarre, guitare, apprendre la guitare, violao, aula de violao',
    core: {
      en: 'guitar, guitars, guitarist, guitar solo, guitar tabs, fingerstyle, fingerpicking, strumming, strum, barre chord, barre chords, power chords, open chords, palm mute, pentatonic, fretboard, frets, capo, telecaster, stratocaster, strat, tele, les paul, gibson, fender, luthier, alternate picking, riff, riffs',
      es: 'guitarra, guitarrista, cejilla, rasgueo, punteo, guitarra acustica',
      de: 'gitarre, gitarrist, akustikgitarre, barregriff, barregriffe, plektrum, zupfmuster, schlagmuster',
      fr: 'guitare, guitariste, arpege, barre, mediator, tablature',
      pt: 'guitarra, violao, violonista, guitarrista, pestana, dedilhado, cifra, cifras, palheta, batida de violao',
    },
    hints: {
      en: 'chord, chords, tab, tabs, amp, amplifier, pedal, tone, strings, nylon, acoustic, lick, picking, bends, songs, song',
      es: 'acorde, acordes, cuerdas, cancion',
      de: 'akkord, akkorde, griff, griffe, saiten, lied, lieder',
      fr: 'accord, accords, cordes, chanson',
      pt: 'acorde, acordes, cordas, batida, musica, tocar',
    },
    emoji: '🎸',
    broader: ['music'],
  },
  piano: {
    names:
      'piano, piano lesson, piano lessons, keyboard, learn piano, klavier, klavier lernen, piano facile, aula de piano',
    core: {
      en: 'piano, pianist, grand piano, piano tutorial, sheet music',
      es: 'piano, pianista',
      de: 'klavier, klavierstuck, pianist',
      fr: 'piano, pianiste',
      pt: 'piano, pianista, teclado musical',
    },
    hints: { en: 'chord, chords, keys, keyboard, song', de: 'tasten, lied, noten', pt: 'acordes' },
    emoji: '🎹',
    broader: ['music'],
  },
  music: {
    names:
      'music, songs, singing, concerts, producer, new music, musica, canciones, musik, musique, chansons, musica',
    core: {
      en: 'song, concert, album, guitar, piano, drums, singer, singing, cover song, new music, music producer, beat, playlist, band, vinyl, rapper, lyrics, orchestra, dj set, edm',
      es: 'cancion, concierto, guitarra, cantante',
      de: 'lied, konzert, gitarre, klavier, sangerin',
      fr: 'chanson, concert, guitare, chanteuse',
      pt: 'musica, show, violao, cantora',
    },
    hints: { en: 'music, tour, studio, live, sound, remix, vocals' },
    emoji: '🎸🎹🎤🎵🎶🥁',
    includes: ['guitar', 'piano'],
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
