//! Everything the simulator answers is read by the real client, which demands more fields than one remembers.

use charley::simulator::{Options, Simulator};
use serde_json::{Value, json};
use teloxide::Bot;
use teloxide::payloads::{EditMessageTextSetters, GetUpdatesSetters, SendMessageSetters, SendPhotoSetters};
use teloxide::requests::{Request, Requester};
use teloxide::types::{
    BotCommand, CallbackQueryId, ChatAction, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile,
    KeyboardButton, KeyboardMarkup, MessageId, ParseMode, ReplyParameters, UpdateKind,
};
use teloxide::{ApiError, RequestError};

async fn post(simulator: &Simulator, path: &str, body: Value) -> Value {
    let request = reqwest::Client::new().post(format!("{}{path}", simulator.api_url()));
    let request = request.header("content-type", "application/json").body(body.to_string());
    serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn the_real_client_reads_every_answer() {
    let folder = tempfile::tempdir().unwrap();
    let token = "1234567890:TEST".to_owned();
    let options = Options {
        folder: folder.path().join("t"),
        port: 0,
        clock_file: folder.path().join("c"),
        token: token.clone(),
        strict: false,
        persist: true,
    };
    let simulator = Simulator::start(options).await.unwrap();
    let bot = Bot::new(token).set_api_url(simulator.api_url().parse().unwrap());
    assert!(bot.get_me().await.unwrap().user.is_bot);
    assert!(bot.get_webhook_info().await.unwrap().url.is_none());
    bot.delete_webhook().await.unwrap();
    let person = post(&simulator, "/simulator/people", json!({"name": "Ada"})).await["id"].as_i64().unwrap();
    let chat = ChatId(person);
    assert!(matches!(bot.send_message(ChatId(5), "x").await, Err(RequestError::Api(ApiError::ChatNotFound))));
    post(&simulator, &format!("/simulator/chats/{person}/text"), json!({"text": "/start"})).await;
    for kind in ["sticker", "photo", "voice", "location", "document", "contact"] {
        post(&simulator, &format!("/simulator/chats/{person}/attach"), json!({"kind": kind})).await;
    }
    let buttons = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("b", "x")]]);
    let sent = bot
        .send_message(chat, "<b>Where</b> &lt;")
        .parse_mode(ParseMode::Html)
        .reply_markup(buttons.clone())
        .disable_notification(true)
        .await
        .unwrap();
    assert_eq!(sent.text(), Some("Where <"));
    let edited = bot.edit_message_text(chat, sent.id, "There").reply_markup(buttons).await.unwrap();
    assert!(edited.edit_date().is_some());
    let twice = bot.edit_message_text(chat, sent.id, "There").await;
    assert!(twice.is_ok(), "without buttons it is another message");
    assert!(matches!(
        bot.edit_message_text(chat, sent.id, "There").await,
        Err(RequestError::Api(ApiError::MessageNotModified))
    ));
    let keyboard = KeyboardMarkup::new([[KeyboardButton::new("Cramp")]]).persistent().resize_keyboard();
    bot.send_message(chat, "keys")
        .reply_markup(keyboard)
        .reply_parameters(ReplyParameters::new(sent.id))
        .await
        .unwrap();
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0";
    let photo = bot.send_photo(chat, InputFile::memory(png).file_name("chart.png")).caption("c").await.unwrap();
    assert_eq!(photo.photo().unwrap()[0].width, 16);
    let again = bot.send_photo(chat, InputFile::file_id(photo.photo().unwrap()[0].file.id.clone())).await.unwrap();
    let document = bot.send_document(chat, InputFile::memory("a,b").file_name("diary.csv")).await.unwrap();
    let file = bot.get_file(document.document().unwrap().file.id.clone()).await.unwrap();
    assert_eq!(file.meta.size, 3);
    bot.edit_message_caption(chat, photo.id).await.unwrap();
    bot.edit_message_reply_markup(chat, again.id).await.unwrap_err();
    bot.send_chat_action(chat, ChatAction::Typing).await.unwrap();
    bot.delete_message(chat, again.id).await.unwrap();
    bot.set_my_commands([BotCommand::new("cramp", "A cramp now")]).await.unwrap();
    assert_eq!(bot.get_my_commands().await.unwrap()[0].command, "cramp");
    bot.set_my_description().await.unwrap();
    bot.get_my_description().await.unwrap();
    bot.get_my_short_description().await.unwrap();
    bot.get_my_name().await.unwrap();
    bot.set_message_reaction(chat, MessageId(1)).await.unwrap();
    bot.set_chat_menu_button().await.unwrap();
    bot.get_chat(chat).await.unwrap();
    let buttons = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("b", "x")]]);
    let asked = bot.send_message(chat, "?").reply_markup(buttons).await.unwrap();
    post(&simulator, &format!("/simulator/chats/{person}/press"), json!({"message_id": asked.id.0, "data": "x"})).await;
    post(&simulator, &format!("/simulator/chats/{person}/edit"), json!({"message_id": 1, "text": "/help"})).await;
    post(&simulator, &format!("/simulator/chats/{person}/block"), json!({})).await;
    post(&simulator, "/simulator/groups", json!({"title": "G", "by": person})).await;
    let updates = bot.get_updates().timeout(0).send().await.unwrap();
    assert_eq!(updates.len(), 11);
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
    }
    assert!(matches!(bot.send_message(chat, "x").await, Err(RequestError::Api(ApiError::BotBlocked))));
    let unknown = bot.answer_callback_query(CallbackQueryId("1".to_owned())).await;
    assert!(matches!(unknown, Err(RequestError::Api(_))), "{unknown:?}");
    simulator.stop().await;
}
