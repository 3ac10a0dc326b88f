/**
 * A second labelled set, by another author, who had seen neither the judge nor the first set when he wrote it.
 * Captions as people write them, typos included. Never edited afterwards: a judge that fails on one stays failing
 * until a general cause is mended.
 */
import type { Asked, LabelledLanguage } from './asked.ts'

export interface FreshTopic {
  /** What an operator asks for, in the language of the videos that he wants to see. */
  asked: Partial<Record<LabelledLanguage, Asked>>
  /** Rows as in the text files beside this: `en + | author | caption with #tags | sound`. */
  rows: string
}

export const FRESH_TOPICS = {
  skincare: {
    asked: {
      en: { keyword: 'skincare routine', interests: ['skincare', 'sunscreen', 'acne tips'] },
      es: { keyword: 'rutina de skincare', interests: ['cuidado de la piel', 'protector solar'] },
      fr: { interests: ['soin du visage', 'routine peau', 'acné'] },
      pt: { interests: ['cuidados com a pele', 'skincare', 'protetor solar'] },
    },
    rows: `
en + | dermdana | the order you put your products on actually matters!! cleanser > serum > moisturizer > spf #skintok |
en + | lena.glows | okay but why did nobody tell me about slugging before 25 😭 my skin barrier is THRIVING |
en + | maya_xo | 3 months of tretinoin, no filter. the purge was real yall |
en + | getunreadywithjo | grwm but its just my nighttime skincare bc i look like a glazed donut 🍩✨ | Espresso - Sabrina Carpenter
en + | thefaceguy | POV your dermatologist sees you popping that pimple |
en + | sunnyside.kim | korean sunscreens that dont leave a white cast on brown skin 🧴☀️ #spf50 #kbeauty |
en - | zedplays | rarest skins in my locker ranked 🔥🔥 #fortnite #skins |
en - | chill.kaylee | my sunday reset routine: laundry, groceries, cry, repeat #routine |
en - | powerwash.pat | this cleanser took 20 yrs of moss off the roof #powerwashing #oddlysatisfying |
en - | hotlipsmua | cut crease eyeshadow for hooded eyes, glitter is from colourpop #makeup |
en - | justkev | i dont have a skincare routine i just have good genes and anxiety lol #comedy |
en - | tiny.house.tess | how we fit a full bathroom in 3 square meters 🚿 |
es + | clau.piel | mi rutina de noche pa piel grasa, paso x paso 🌙 #skincareenespañol |
es + | dra.romero | ¿manchas en la cara? ojo con el limón, mejor usa vitamina C y protector |
es - | pelaoficial | se me puso la piel de gallina con esta final 😱 |
es - | el.kike | rutina de espalda y bíceps en 20 min 💪 #gym |
fr + | ines.beaute | l'acné hormonal à 30 ans on en parle ?? ce qui a VRAIMENT marché pour moi |
fr + | peau.nette | double nettoyage le soir, hydratant, et surtout la crème solaire tous les jours svp 🙏 |
fr - | ptitchef.leo | poulet à la peau croustillante, le secret c'est le bicarbonate 🍗 |
pt + | bia.derma | 5 erros que estragam sua pele antes dos 30 (o 3 quase todo mundo faz) |
pt + | jujusantos | testei o protetor q tá todo mundo falando… minha opinião sincera 🧴 |
pt - | gabs.memes | mano o gato derrubou a árvore de natal DE NOVO kkkkk 🎄 |
`,
  },
  books: {
    asked: {
      en: { keyword: 'booktok', interests: ['book recommendations', 'fantasy books', 'reading'] },
      de: { interests: ['Bücher', 'Buchempfehlungen', 'Lesen'] },
      fr: { keyword: 'booktok', interests: ['livres', 'lecture'] },
    },
    rows: `
en + | pagesandpeonies | books i would sell a kidney to read again for the first time 📚 |
en + | ravenreads | if you liked acotar you NEED this enemies to lovers series asap |
en + | sam.shelfie | reading 100 pages a day for a week bc my tbr is out of control #bookish |
en + | nerdynat | unhaul time.. 23 paperbacks i'm donating and why |
en + | lit.with.tom | the plot twist at the end of chapter 31 made me throw my kindle across the room |
en + | annotate.w.me | how i tab and annotate my novels 🖍️✨ | lofi rain
en - | flipqueen.co | facebook marketplace flip: $40 → $400 #sidehustle |
en - | vacaykim | book now!!! last minute all inclusive deals link in bio ✈️ |
en - | mactips.dev | macbook vs chromebook for college, dont waste your money 💻 |
en - | palmsbymira | tarot reading for libra ♎ someone from the past is coming back #reading #tarot |
en - | kitten.daily | he fell off the sofa AGAIN 😹 #cat #funny #booktok #gymtok #fyp #viral |
en - | nailsbyquinn | chrome nails at home, 12 bucks total 💅 |
de + | lesemaus.jana | Lesemonat Oktober: 9 Bücher, 2 Flops und ein neues Lieblingsbuch 😍 |
de + | buchstabensalat | dieser Thriller hat mich die ganze Nacht wach gehalten, unbedingt lesen!! #buchtok |
de - | steuer.tim | Buchhaltung für Selbstständige in 60 Sekunden 🧾 |
de - | garten.gabi | Schnecken im Beet? das hilft wirklich 🐌 |
fr + | lola.lit | PAL de décembre !! 12 romans à lire au coin du feu 🔥📖 |
fr + | bouquine_moi | j'ai pleuré 3 fois en lisant ce livre, lisez-le svp |
fr - | karim.velo | je livre des pizzas à vélo sous la pluie #livreur #galère |
fr - | theo.muscu | ma séance pecs du lundi 💪 #salle |
`,
  },
  travel: {
    asked: {
      en: {
        interests: ['solo travel', 'budget travel', 'backpacking'],
        task: 'Watch travel videos: cheap trips, backpacking, solo travelers and itineraries. Skip luxury resorts and ads by travel agencies.',
      },
      es: { interests: ['viajes baratos', 'mochileros', 'viajar sola'] },
      fr: {
        interests: ['voyage', 'petit budget', 'sac à dos'],
        task: 'Regarder les vidéos de voyage à petit budget. Passer les publicités.',
      },
    },
    rows: `
en + | nomad.nina | 2 weeks in vietnam for under 600 bucks, full breakdown 🇻🇳💸 |
en + | carryononly | what's in my 28L pack for 3 months in south america |
en + | bex.abroad | eating alone in rome as a 23f.. honestly the best night of my trip |
en + | hosteljunkie | rating every hostel i stayed at in lisbon (one had BEDBUGS) |
en + | railfan.eli | interrail route that hits 7 countries in 10 days, save this 🚂 |
en + | wandermads | how i find those $38 flights. no its not a vpn ✈️ |
en - | lux.maldives | our overwater villa with private butler, $4,200 a night 🏝️ #luxurytravel #resort |
en - | sunfly.deals | ad / book your dream vacay w us! 0% installments, DM "SUN" ☀️ |
en - | gamedev.rolo | fixing the backpack inventory bug in my rpg #indiedev |
en - | mom.of.4 | back to school backpacks that wont fall apart by october 🎒 |
en - | theory.tuesday | what if time travel already happened and we forgot 👽 #conspiracy |
en - | barista.ben | latte art for people with shaky hands ☕ |
es + | mochila.ligera | 1 mes por colombia con 500 dólares, sí se puede 🎒🇨🇴 |
es + | sola.y.feliz | lo q nadie te cuenta de viajar siendo mujer y sin compañía |
es - | trap.bo | mi ex anda en su viaje otra vez jajaja toxica #humor |
es - | unas.lupita | uñas acrílicas para principiantes 💅 |
fr + | leo.sacado | 3 semaines au pérou avec 800€ tout compris, je vous dis tout |
fr + | vanlife.maud | on a dormi gratuit dans les alpes, spot incroyable 🏔️ #roadtrip |
fr - | agence.soleil | PUB - réservez votre séjour club 5 étoiles aux canaries -20% ☀️ |
fr - | maman.organisee | le sac à dos de rentrée à 9€ chez action 🎒 |
`,
  },
  football: {
    asked: {
      en: {
        interests: ['football', 'premier league', 'football skills'],
        task: 'Soccer content only: matches, goals, skills, training. Not American football.',
      },
      es: { keyword: 'fútbol', interests: ['goles', 'entrenamiento de fútbol'] },
      pt: { keyword: 'futebol', interests: ['gols', 'dribles', 'brasileirão'] },
    },
    rows: `
en + | coach.dre | 5 first touch drills you can do with just a wall ⚽ |
en + | gunners4lyfe | saka cooked him and sent him back to the kitchen 🥵🔴 #arsenal |
en + | ballerz.daily | top bins from 30 yards in the rain?? keeper had no chance |
en + | var.watch | how is that not a pen 😡 var is a joke, every single week #epl |
en + | sundayleague.fc | pov: its 9am, ur hungover and the ref already booked your cb |
en + | tekkers.amy | learn the elastico in 30 secs (works on my brother lol) |
en - | chiefsfan | mahomes 60 yard bomb, touchdown kingdom LETS GO 🏈 |
en - | cfb.saturdays | ranking every college football stadium entrance #cfb #football |
en - | goals.girl | my 2026 goals ✨ save money, drink water, leave him |
en - | premier.roofing | premier roofing of tampa, free inspection 🏠 |
en - | fadezbyrob | skills pay the bills 💈 burst fade on curly hair |
en - | aquascape.al | 60 liter planted tank, 1 year later 🐠 |
es + | la.pelotita | golazo de chilena en el último minuto, se cayó el estadio 🤯 |
es + | profe.gus | 3 ejercicios de conducción pa niños sub-10 #escueladefutbol |
es - | nfl.latino | la mejor jugada de fútbol americano de la semana 🏈 #nfl |
es - | orden.sofi | haciendo cancha en mi closet, tiré 30 prendas 🧺 |
pt + | varzea.raiz | caneta + chapéu no mesmo lance KKKKK o zagueiro pediu as contas |
pt + | mengao.tv | que golaço do arrasca!! maraca veio abaixo ❤️🖤 |
pt - | turbo.rs | gol quadrado turbo no dinamômetro, deu 480cv 🚗💨 |
pt - | unha.da.bru | unha de fibra passo a passo 💅 |
`,
  },
  baking: {
    asked: {
      en: { keyword: 'sourdough', interests: ['bread baking', 'cake recipes'] },
      es: { interests: ['pan casero', 'repostería'] },
      de: { keyword: 'Brot backen', interests: ['Sauerteig', 'Kuchen'] },
    },
    rows: `
en + | crumbqueen | day 14 and my starter FINALLY doubled 🥹 her name is doughlene |
en + | ovenspring.al | why your loaf is gummy inside (hint: its not underbaked) |
en + | nana.joan | grandmas banana bread, one bowl no mixer |
en + | flourpower.ig | scoring patterns on a boule. asmr kinda 🔪🍞 |
en + | layer.by.laila | how to stack a 3 tier wedding cake without having a breakdown 🎂 |
en + | focaccia.fan | no knead focaccia w/ rosemary n flaky salt, 4 ingredients |
en - | grind.empire | how i became the breadwinner at 22 with dropshipping #getthatbread |
en - | stoner.steve | im so baked rn i put the remote in the fridge 😂 |
en - | f1.sam | verstappen made it look like a piece of cake #f1 |
en - | parkour.pj | roof gap in one take 😮‍💨 |
en - | kyra.and.mel | sour candy challenge, she spit it out 🤢 |
en - | van.conversion.vic | insulating my sprinter, part 6 🚐 |
es + | abuela.rosa | pan de masa madre sin amasar, queda crujiente por fuera y suavecito x dentro |
es + | dulce.mili | tarta de queso al horno con 5 ingredientes 🍰 |
es - | tecno.rapido | reparo la pantalla de tu cel en 15 min 📱 |
de + | backstube.uwe | mein Roggenmischbrot gelingt jetzt endlich, Teig über nacht im Kühlschrank |
de + | zimt.zucker | saftiger Apfelkuchen vom Blech wie bei Oma 🍎 |
de - | malte.fit | ohne Brot und Zucker: was ich in 30 tagen abgenommen hab #lowcarb |
de - | auto.jens | Bremsen wechseln, so sparst du 300 euro 🔧 |
`,
  },
  guitar: {
    asked: {
      en: { keyword: 'guitar lesson', interests: ['acoustic guitar', 'guitar riffs', 'beginner chords'] },
      de: { interests: ['Gitarre lernen', 'Akustikgitarre'] },
      pt: { interests: ['violão', 'aula de guitarra', 'cifras'] },
    },
    rows: `
en + | strumwithkay | 4 chords = 100 songs. beginners pls stop overcomplicating it 🎸 |
en + | ricky.frets | blackbird fingerstyle slowed down w/ tabs | Blackbird - The Beatles
en + | toneheads | strat vs tele through the same amp. can u hear the difference |
en + | bedroom.shredder | 6 months of practice vs day 1 (barre chords almost ended me) |
en + | riffoftheday | main riff from master of puppets but all downstrokes 🤘 |
en + | luthier.lou | restringing a classical w nylon, dont wind it like this!! |
en - | wedding.fails | dad wins air guitar contest on the dance floor 😂 |
en - | plasticband | guitar hero: through the fire and flames 100% fc #gaming #speedrun |
en - | keys.kim | easy piano chords for absolute beginners 🎹 |
en - | backyard.bri | chasing that riff raff off my porch, raccoon edition 🦝 |
en - | eyebrow.ella | brow lamination aftercare, do NOT wet them |
de + | saiten.max | drei Griffe und du kannst das Lied am Lagerfeuer spielen 🔥🎸 |
de + | klampfe.lisa | Barrégriff tut weh? so klappts ohne Schmerzen |
de - | heim.werker | Türgriff locker? in 2 Minuten repariert 🔧 |
pt + | prof.dudu | toque essa no violão com só 2 acordes, iniciante consegue |
pt + | samba.na.veia | batida de bossa devagarinho pra vc pegar 🎶 #violao |
pt - | direito.facil | violação de domicílio: pode ou não pode? ⚖️ |
pt - | mercado.bola | cifras milionárias: olha o salário desse jogador 💰 |
`,
  },
  running: {
    asked: {
      en: {
        task: 'Watch anything that helps or motivates runners: training plans, race day vlogs, marathon, 5k, running shoes. Skip politics, comedy and everything that has nothing to do with the sport.',
      },
      de: { interests: ['Laufen', 'Marathon Training', 'Laufschuhe'] },
      pt: { keyword: 'corrida de rua', interests: ['maratona', 'treino de corrida'] },
    },
    rows: `
en + | milesbymeg | sub 4 or bust 😤 week 9 of my marathon block |
en + | slowpoke.joe | couch to 5k week 3 and i didnt die!! proud of me |
en + | coach.tempo | stop doing ur easy runs too fast. zone 2 explained |
en + | sole.review | vaporfly vs adios pro.. which one is worth 250 bucks |
en + | bostonbound26 | what i ate the morning before the race, no gi issues 🍌 #runtok |
en + | shinsplints.sux | 3 calf stretches that fixed my shin splints 🏃 |
en - | polls.daily | she's running for senate and the numbers are wild #election |
en - | faucet.frank | toilet keeps running? 5 dollar fix 🚽 |
en - | lateagain.liv | running late again bc i spent 2 hrs on my hair 💇 |
en - | nascar.vibes | race day at talladega, engines ON 🏁 |
en - | snackdad | harry potter movie marathon w the kids 🍿 |
en - | plantbased.pri | 10 min chickpea curry 🍛 |
de + | lauf.tanja | mein erster Halbmarathon in Köln, 1:58 und ich heule 😭🏅 |
de + | schrittmacher | Seitenstechen beim Joggen? das hilft sofort |
de - | netflix.ole | Serienmarathon am Wochenende, wer ist dabei 🍿 |
de - | bahn.frust | läuft bei mir: zug weg, handy leer, regen #alltag |
pt + | corre.carol | minha primeira meia maratona!!! 21k de pura emoção 🏃‍♀️🥇 |
pt + | pace.leve | tênis bom e barato pra quem tá começando a correr |
pt - | uber.carioca | quanto tirei em 10 corridas de uber hoje 🚗 |
pt - | politica.ja | corrida eleitoral: quem sai na frente? 🗳️ |
`,
  },
  crochet: {
    asked: {
      en: { keyword: 'crochet', interests: ['amigurumi', 'knitting', 'yarn'] },
      fr: { keyword: 'crochet', interests: ['tricot', 'laine', 'amigurumi'] },
    },
    rows: `
en + | hooked.hana | made a lil frog with a strawberry hat 🐸🍓 pattern in bio (free) #amigurumi |
en + | grannysquare.gal | granny square cardigan progress.. row 400 send help |
en + | yarnhoarder | rating my stash by how soft it is 🧶 (my bf is concerned) |
en + | purl.pete | men can knit too bro. first sweater done 💪 |
en + | loopy.lu | magic ring for beginners, super slow w/ captions |
en + | stitchwitch | frogging 6 hours of work bc i missed ONE double crochet 💀 |
en - | cody.casts | best hook for largemouth bass this fall 🎣 |
en - | ringside.tv | left hook from HELL, lights out 🥊 |
en - | devbytes | npm vs yarn vs pnpm in 2026, which is fastest #javascript |
en - | braids.by.bea | crochet braids on short hair, 2 hrs no tension #protectivestyles |
en - | grandpa.gus | him spinning a yarn about the war again 😂 |
en - | moto.mila | first track day on the r3 🏍️ |
fr + | maille.chloe | tuto bonnet en grosse laine, fini en 2h ❄️🧶 |
fr + | pelote.et.cie | ma petite baleine toute mignonne au crochet 🐳 patron gratuit |
fr - | serrurier.paris | crochetage de porte claquée: l'arnaque à 900€ 🔓 |
fr - | boxe.anglaise | crochet du gauche, KO direct 🥊 |
`,
  },
} as const satisfies Record<string, FreshTopic>
export type FreshTopicName = keyof typeof FRESH_TOPICS
