package agentserver.base.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The Fernet cipher under one secret key.
///
/// A token is URL-safe base64, padded, of: the byte 0x80, the time in seconds (8 bytes), a random
/// IV (16 bytes), AES-128-CBC of the text, HMAC-SHA256 of all before it (32 bytes). The key's
/// SHA-256 gives the signing key (first half) and the encryption key (second half). The signature
/// is compared in constant time; the age of a token does not matter. Any thread may use it. Source:
/// contract 02 §9.1.
public final class Fernet implements SecretCipher {

    private static final byte VERSION = (byte) 0x80;
    private static final int IV_BYTES = 16;
    private static final int HEAD_BYTES = 1 + Long.BYTES + IV_BYTES;
    private static final int SIGNATURE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec signingKey;
    private final SecretKeySpec encryptionKey;

    /// @param secretKey any text but the empty one; its UTF-8 bytes count
    public Fernet(String secretKey) {
        if (secretKey.isEmpty()) {
            throw new IllegalArgumentException("an empty secret key");
        }
        var digest = sha256(secretKey.getBytes(StandardCharsets.UTF_8));
        signingKey = new SecretKeySpec(digest, 0, 16, "HmacSHA256");
        encryptionKey = new SecretKeySpec(digest, 16, 16, "AES");
    }

    @Override
    public String encrypt(String clear) {
        var iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        return encrypt(clear, Instant.now(), iv);
    }

    String encrypt(String clear, Instant time, byte[] iv) {
        var bytes = clear.getBytes(StandardCharsets.UTF_8);
        var text = aes(Cipher.ENCRYPT_MODE, iv, bytes).orElseThrow();
        var signed = ByteBuffer.allocate(HEAD_BYTES + text.length)
                .put(VERSION).putLong(time.getEpochSecond()).put(iv).put(text).array();
        var token = ByteBuffer.allocate(signed.length + SIGNATURE_BYTES)
                .put(signed).put(signature(signed)).array();
        return Base64.getUrlEncoder().encodeToString(token);
    }

    @Override
    public Optional<String> decrypt(String token) {
        var bytes = decode(token);
        var signedBytes = bytes.length - SIGNATURE_BYTES;
        if (signedBytes <= HEAD_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        var signed = Arrays.copyOf(bytes, signedBytes);
        var signature = Arrays.copyOfRange(bytes, signedBytes, bytes.length);
        if (!MessageDigest.isEqual(signature, signature(signed))) {
            return Optional.empty();
        }
        var iv = Arrays.copyOfRange(signed, 1 + Long.BYTES, HEAD_BYTES);
        return aes(Cipher.DECRYPT_MODE, iv, Arrays.copyOfRange(signed, HEAD_BYTES, signedBytes))
                .map(clear -> new String(clear, StandardCharsets.UTF_8));
    }

    private static byte[] decode(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException _) { // not base64, so not a token
            return new byte[0];
        }
    }

    private Optional<byte[]> aes(int mode, byte[] iv, byte[] bytes) {
        try {
            var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, encryptionKey, new IvParameterSpec(iv));
            return Optional.of(cipher.doFinal(bytes));
        } catch (GeneralSecurityException _) { // signed, yet not ours: broken padding or length
            return Optional.empty();
        }
    }

    private byte[] signature(byte[] bytes) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(signingKey);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
