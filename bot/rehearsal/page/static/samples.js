// Owns small files made on the spot, so that a photo, a voice note and a document can be sent without any device.

export const SECONDS = 3;

/** A picture of the garden, drawn: a PNG file. */
export function samplePhoto() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [480, 320];
    const pen = canvas.getContext("2d");
    const fill = (colour, x, y, width, height) => {
        pen.fillStyle = colour;
        pen.fillRect(x, y, width, height);
    };
    fill("#bfe0ea", 0, 0, 480, 150);
    fill("#8a5a34", 0, 150, 480, 170);
    pen.fillStyle = "#f4c34a";
    pen.beginPath();
    pen.arc(400, 60, 32, 0, 7);
    pen.fill();
    for (let row = 0; row < 5; row += 1) {
        fill("#6f4526", 0, 168 + row * 32, 480, 5);
        for (let x = 18 + (row % 2) * 14; x < 480; x += 34) plant(pen, x, 170 + row * 32, 5 + row * 1.6);
    }
    return new Promise((resolve) =>
        canvas.toBlob((blob) => resolve(new File([blob], "garden.png", { type: "image/png" })), "image/png"),
    );
}

function plant(pen, x, y, size) {
    pen.fillStyle = "#4f9150";
    for (const lean of [-1, 0, 1]) {
        pen.beginPath();
        pen.ellipse(x + lean * size, y - size, size * 0.5, size * 1.3, lean * 0.6, 0, 7);
        pen.fill();
    }
}

/** Three seconds of a soft humming: a WAV file. */
export function sampleVoice() {
    const rate = 8000;
    const length = rate * SECONDS;
    const view = new DataView(new ArrayBuffer(44 + length));
    const text = (at, letters) =>
        [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    text(0, "RIFF");
    view.setUint32(4, 36 + length, true);
    text(8, "WAVEfmt ");
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, 1, true);
    view.setUint32(24, rate, true);
    view.setUint32(28, rate, true);
    view.setUint16(32, 1, true);
    view.setUint16(34, 8, true);
    text(36, "data");
    view.setUint32(40, length, true);
    for (let i = 0; i < length; i += 1) {
        const pitch = [220, 262, 330][Math.floor((i / length) * 3)];
        const swell = Math.sin((Math.PI * ((i * 3) % length)) / length);
        view.setUint8(44 + i, 128 + 40 * swell * Math.sin((2 * Math.PI * pitch * i) / rate));
    }
    return new File([view.buffer], "voice.wav", { type: "audio/wav" });
}

/** A text file of one line. */
export const sampleDocument = (words) => new File([words], "note.txt", { type: "text/plain" });
