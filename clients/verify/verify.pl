#!/usr/bin/perl
# Says whether a callback is genuine. Usage: verify.pl TIMESTAMP SIGNATURE < BODY, or verify.pl TIMESTAMP SIGNATURE ID < BODY for the
# Standard Webhooks headers. The secret is in PHONE_FARM_WEBHOOK_SECRET (two, separated by a comma, while one is rotated). Ends with 0 or 1.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use MIME::Base64 qw(encode_base64 decode_base64);

my $TOLERANCE_SECONDS = 300;

# X-PhoneFarm-Timestamp and X-PhoneFarm-Signature: hex of `timestamp.body`.
sub is_genuine {
    my ($secrets, $timestamp, $signature, $body) = @_;
    my @made = map { unpack('H*', hmac_sha256("$timestamp.$body", $_)) } @$secrets;
    return is_fresh($timestamp) && any_same([$signature], \@made);
}

# webhook-id, webhook-timestamp and webhook-signature: base64 of `id.timestamp.body`, one for each secret.
sub is_genuine_standard {
    my ($secrets, $id, $timestamp, $signatures, $body) = @_;
    my @made = map {
        my $key = /^whsec_(.*)/s ? decode_base64($1) : $_;
        'v1,' . encode_base64(hmac_sha256("$id.$timestamp.$body", $key), '')
    } @$secrets;
    return is_fresh($timestamp) && any_same([split / /, $signatures], \@made);
}

sub is_fresh {
    my ($timestamp) = @_;
    return $timestamp =~ /\A[0-9]{1,12}\z/ && abs(time() - $timestamp) <= $TOLERANCE_SECONDS;
}

# In constant time: how long it takes does not tell how much of it is right.
sub any_same {
    my ($given, $expected) = @_;
    my $found = 0;
    for my $one (@$given) {
        for my $other (@$expected) {
            next if length($one) != length($other);
            my $difference = 0;
            $difference |= $_ for unpack('C*', $one ^ $other);
            $found ||= $difference == 0;
        }
    }
    return $found;
}

unless (caller) {
    my ($timestamp, $signature, $id) = @ARGV;
    my @secrets = grep { $_ ne '' } split /,/, $ENV{PHONE_FARM_WEBHOOK_SECRET} // '';
    binmode STDIN;    # the bytes as they arrived, before anything has parsed them
    my $body = do { local $/; <STDIN> } // '';
    my $genuine = defined $id
        ? is_genuine_standard(\@secrets, $id, $timestamp, $signature, $body)
        : is_genuine(\@secrets, $timestamp, $signature, $body);
    exit($genuine ? 0 : 1);
}
