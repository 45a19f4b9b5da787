// The dialogue's bot, written as grammY's own examples are. Runs with the packages of ../grammy.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.BOT_PACKAGES, "package.json"));
const { Bot, GrammyError, InlineKeyboard, InputFile, InputMediaBuilder, Keyboard } = require("grammy");

const apiRoot = process.env.BOT_API;
const token = process.env.BOT_TOKEN;
const bot = new Bot(token, { client: { apiRoot } });
const friends = new Map();
let watering = "";

async function download(ctx) {
  const file = await ctx.getFile();
  const answer = await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`);
  return Buffer.from(await answer.arrayBuffer());
}

bot.command("start", async (ctx) => {
  friends.set(ctx.from.first_name, ctx.from.id);
  if (ctx.match) {
    await ctx.reply(`You came for ${ctx.match.replace("-", " ")}.`);
    return;
  }
  await ctx.reply(`Hello <b>${ctx.from.first_name}</b>, shall we begin?`, {
    parse_mode: "HTML",
    reply_markup: new InlineKeyboard().text("Yes", "yes").text("Later", "later"),
  });
});

bot.callbackQuery("yes", async (ctx) => {
  await ctx.answerCallbackQuery("Noted");
  await ctx.editMessageText(`Welcome, ${ctx.from.first_name}.`, {
    reply_markup: new InlineKeyboard().text("Charter", "charter"),
  });
});

bot.callbackQuery("charter", async (ctx) => {
  await ctx.answerCallbackQuery();
  await ctx.replyWithChatAction("upload_document");
  await ctx.replyWithDocument(new InputFile(Buffer.from("Be kind.\n"), "charter.txt"), {
    caption: "*Charter*, 1 page\\.",
    parse_mode: "MarkdownV2",
  });
});

bot.command("number", (ctx) =>
  ctx.reply("May I call you?", {
    reply_markup: new Keyboard().requestContact("My number").resized().oneTime(),
  }));

bot.command("album", (ctx) =>
  ctx.replyWithMediaGroup([
    InputMediaBuilder.photo(new InputFile(Buffer.from("one")), { caption: "First" }),
    InputMediaBuilder.photo(new InputFile(Buffer.from("two"))),
  ]));

bot.command("ask", (ctx) =>
  ctx.reply("Who waters tomorrow?", { reply_markup: new InlineKeyboard().text("I do", "do") }));

bot.callbackQuery("do", async (ctx) => {
  if (watering) {
    await ctx.answerCallbackQuery({ text: `${watering} was faster`, show_alert: true });
    return;
  }
  watering = ctx.from.first_name;
  await ctx.answerCallbackQuery(`Thank you, ${watering}`);
  await ctx.editMessageText(`${watering} waters tomorrow.`, {
    reply_markup: new InlineKeyboard().text("I do", "do"),
  });
});

bot.command("tell", async (ctx) => {
  try {
    await ctx.api.sendMessage(friends.get(ctx.match), "You are missed.");
  } catch (refused) {
    if (!(refused instanceof GrammyError) || refused.error_code !== 403) throw refused;
    await ctx.reply(`${ctx.match}: ${refused.description.replace("Forbidden: ", "")}`);
  }
});

bot.on("message:document", async (ctx) => {
  const lines = (await download(ctx)).toString().split("\n").length - 1;
  await ctx.reply(`${ctx.msg.document.file_name} has ${lines} lines.`, {
    reply_parameters: { message_id: ctx.msg.message_id },
  });
});

bot.on("message:photo", async (ctx) => {
  await ctx.react("👍");
  await ctx.replyWithPhoto(ctx.msg.photo.at(-1).file_id, { caption: `Pretty: ${ctx.msg.caption}` });
});

bot.on("message:voice", async (ctx) => {
  const content = await download(ctx);
  await ctx.reply(`A voice of ${ctx.msg.voice.duration} seconds, ${content.length} bytes.`);
});

bot.on("edited_message:text", (ctx) => ctx.reply(`You changed it to: ${ctx.editedMessage.text}`));

bot.on("message:contact", (ctx) =>
  ctx.reply(`Thank you, ${ctx.msg.contact.phone_number}.`, { reply_markup: { remove_keyboard: true } }));

bot.on("message:location", (ctx) =>
  ctx.reply(`You are at ${ctx.msg.location.latitude.toFixed(2)}, ${ctx.msg.location.longitude.toFixed(2)}.`));

bot.on("my_chat_member", async (ctx) => {
  if (ctx.chat.type !== "private" && ctx.myChatMember.new_chat_member.status === "member") {
    await ctx.api.sendMessage(ctx.chat.id, `Hello, ${ctx.chat.title}!`);
  }
});

process.once("SIGTERM", () => bot.stop());
await bot.start({ timeout: 5 });
